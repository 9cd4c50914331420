"""Takes drawn pictures through the pipeline: pictures per second in the worker, in several, and without one.

`python tests/benchmarks/images.py [--pictures N]`. Prints one JSON object. Processor time counts on a busy machine.
"""

import argparse
import io
import json
import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
KINDS = {  # as they come to a newsroom; sizes in pixels
    "phone photograph, 12 megapixels": ("JPEG", (4000, 3000), {"quality": 88}),
    "agency photograph": ("JPEG", (2000, 1333), {"quality": 85}),
    "picture from the web": ("JPEG", (1000, 600), {"quality": 80}),
    "screenshot": ("PNG", (1440, 900), {}),
    "photograph as WebP": ("WEBP", (1600, 1067), {"quality": 80}),
}
NOISE = 14


def draw(number: int, size: tuple[int, int]) -> object:
    """Coloured bands with some grain: as hard to encode as a photograph."""
    from PIL import Image, ImageChops

    chance = random.Random(number)  # noqa: S311  (the same pictures every time)
    small = Image.frombytes("RGB", (24, 16), chance.randbytes(24 * 16 * 3))
    grain = Image.effect_noise(size, NOISE).convert("RGB")
    return ImageChops.add(small.resize(size, Image.Resampling.BICUBIC), grain, 1, -128)


def make_pictures(count: int) -> dict[str, list[bytes]]:
    pictures = {}
    for name, (kind, size, options) in KINDS.items():
        pictures[name] = []
        for number in range(count):
            out = io.BytesIO()
            draw(number, size).save(out, kind, **options)  # type: ignore[attr-defined]
            pictures[name].append(out.getvalue())
    return pictures


def used_s() -> float:
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def measure(work: Callable[[], object], pictures: int) -> dict[str, float]:
    from news.images.pool import POOL

    POOL.close()  # its time counts once it has ended
    used, started = used_s(), time.perf_counter()
    work()
    seconds = time.perf_counter() - started
    POOL.close()
    cpu_s = used_s() - used
    return {
        "pictures_per_s": round(pictures / seconds, 2),
        "pictures_per_cpu_s": round(pictures / cpu_s, 2),
        "cpu_ms_each": round(1000 * cpu_s / pictures),
    }


def each(pictures: Iterable[bytes], take: Callable[[bytes], object]) -> Callable[[], object]:
    return lambda: [take(data) for data in pictures]


def bench(count: int) -> dict[str, object]:
    from news.images.child.jobs import answer
    from news.images.pool import MAX_WORKERS
    from news.images.storing import prepare_image
    from news.images.worker import Worker

    by_kind = make_pictures(count)
    everything = [data for pictures in by_kind.values() for data in pictures]
    job = {"job": "prepare", "focal": (0.5, 0.5)}
    started = time.perf_counter()
    Worker().end()
    start_ms = round(1000 * (time.perf_counter() - started))
    kinds = {name: measure(each(pictures, prepare_image), count) for name, pictures in by_kind.items()}
    inside = measure(each(everything, lambda data: answer(job, data)), len(everything))
    one = measure(each(everything, prepare_image), len(everything))
    with ThreadPoolExecutor(MAX_WORKERS) as threads:
        several = measure(lambda: list(threads.map(prepare_image, everything)), len(everything))
    return {
        "pictures": len(everything),
        "mib_in": round(sum(map(len, everything)) / 2**20, 1),
        "worker_start_ms": start_ms,
        "in_this_process": inside,
        "in_one_worker": one,
        f"in_{MAX_WORKERS}_workers": several,
        "cost_of_the_worker": round(one["cpu_ms_each"] / inside["cpu_ms_each"], 2),
        "one_worker_by_kind": kinds,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pictures", type=int, default=8, help="of each kind")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="masthead-bench-") as folder:
        os.environ |= {"CMS_DATA_DIR": folder, "CMS_DEBUG": "1", "DJANGO_SETTINGS_MODULE": "cms.settings"}
        sys.path.insert(0, str(ROOT))
        import django

        django.setup()
        sys.stdout.write(json.dumps(bench(options.pictures), indent=2) + "\n")


if __name__ == "__main__":
    main()
