"""Imports 10,000 posts with 2,000 pictures from a server on loopback, killed five times on the way, and checks the end.

`python tests/benchmarks/import_killed.py [--posts N] [--pictures N] [--kills N] [--seed N]`. Prints one JSON object;
exits with 1 when a promise did not hold.
"""

import argparse
import contextlib
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.benchmarks.import_20000 import make_post, read_rss_mib, site_environment  # noqa: E402

LOCAL_WEB = str(ROOT / "tests" / "benchmarks" / "local_web.py")
HOSTS = 20
KILL_AFTER_S = (8, 70)
TWO_DAYS_S = 48 * 3600
RATES = re.compile(r"(\w+) finished.*?([\d.]+) s \(([\d.]+) (files|pictures)/s\)")
PROMISED_NONE = ("duplicates", "without_all_tags", "pointing_at_missing_files", "not_fetched", "orphans_after_sweep")


def write_posts(folder: Path, posts: int, pictures: int) -> None:
    chance = random.Random(10000)  # noqa: S311  (the same posts every time)
    folder.mkdir(parents=True)
    for number in range(posts):
        picture = number % pictures
        text = make_post(number, chance).replace(
            f"images.example.com/{number}.jpg", f"images{picture % HOSTS}.example.com/{picture}.jpg"
        )
        (folder / f"post-{number:05}.md").write_text(text, encoding="utf-8")


@contextlib.contextmanager
def serve_pictures():
    server = subprocess.Popen([sys.executable, LOCAL_WEB, "serve"], stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout
        yield server.stdout.readline().split()
    finally:
        server.terminate()
        server.wait()
        server.stdout.close()


def begin(site: Path, ports: list[str], *arguments: str, log: Path) -> subprocess.Popen:
    command = [sys.executable, LOCAL_WEB, "run", *ports, *arguments]
    with log.open("w") as out:
        environment = site_environment(site) | {"CMS_LANGUAGE": "en"}
        return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=out)


def run_killed(begin_import, chance: random.Random) -> dict:
    """One run that SIGKILL ends at a random moment, unless it is done before."""
    process, after_s = begin_import(), chance.uniform(*KILL_AFTER_S)
    with contextlib.suppress(subprocess.TimeoutExpired):
        return {"killed_after_s": None, "exit": process.wait(after_s)}
    process.send_signal(signal.SIGKILL)
    process.wait()
    return {"killed_after_s": round(after_s, 1)}


def run_to_the_end(begin_import) -> dict:
    """With the memory the process itself holds, read twice a second."""
    process, memory = begin_import(), []
    while process.poll() is None:
        with contextlib.suppress(OSError):
            memory.append(read_rss_mib(process.pid))
        time.sleep(0.5)
    memory = [size for size in memory if size] or [0]
    quarters = [memory[len(memory) * part // 4] for part in (1, 2, 3)]
    return {"exit": process.returncode, "rss_mib_at_quarters": quarters, "peak_rss_mib": max(memory)}


def read_rates(log: Path) -> dict[str, float]:
    return {f"{unit}_per_s": float(rate) for _head, _seconds, rate, unit in RATES.findall(log.read_text())}


def bench(folder: Path, posts: int, pictures: int, kills: int, seed: int) -> dict:
    source, site, log = folder / "bench" / "_posts", folder / "site", folder / "log.txt"
    write_posts(source, posts, pictures)
    site.mkdir()
    chance = random.Random(seed)  # noqa: S311
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=site_environment(site), check=True)
    with serve_pictures() as ports:

        def begin_import() -> subprocess.Popen:
            return begin(site, ports, "import_posts", str(source), log=log)

        started = time.monotonic()
        killed = [run_killed(begin_import, chance) for _ in range(kills)]
        last = run_to_the_end(begin_import)
    seconds = round(time.monotonic() - started, 1)
    checked = check(site, source)
    return {
        "posts": posts,
        "pictures": pictures,
        "kills": killed,
        "last_run": last | read_rates(log),
        "seconds_in_all": seconds,
        **checked,
        "held": all(checked[name] == 0 for name in PROMISED_NONE) and checked["posts_found"] == posts,
    }


def in_site(site: Path, name: str, *arguments: str) -> str:
    command = [sys.executable, __file__, f"--{name}", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=site_environment(site), capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return done.stdout


def check(site: Path, source: Path) -> dict:
    return json.loads(in_site(site, "check", str(source)))


def print_check(source: Path) -> None:
    from django.conf import settings
    from django.core.management import call_command
    from django.db.models import Count

    from news.models import Image, Post, RawSource
    from news.text.keys import fold_key

    media = Path(settings.MEDIA_ROOT)
    tags = {post.raw_source.external_id: {fold_key(tag.name) for tag in post.tags.all()} for post in with_tags(Post)}
    wanted = {f"_posts/{path.name}": read_tags(path, fold_key) for path in source.iterdir()}
    named = {name for image in Image.objects.all() for name in files_of(image)}
    doubled = Post.objects.values("title").annotate(count=Count("pk")).filter(count__gt=1).count()
    old_s = time.time() - TWO_DAYS_S
    for path in media.rglob("*"):
        if path.is_file():
            os.utime(path, (old_s, old_s))
    before = {str(path.relative_to(media)) for path in media.rglob("*") if path.is_file()}
    call_command("sweep_media", quiet=True)
    after = {str(path.relative_to(media)) for path in media.rglob("*") if path.is_file()}
    found = {
        "posts_found": Post.objects.count(),
        "duplicates": doubled + RawSource.objects.count() - len(tags),
        "without_all_tags": sum(tags.get(name, set()) != expected for name, expected in wanted.items()),
        "images": Image.objects.count(),
        "not_fetched": Image.objects.exclude(state="ready").count(),
        "pointing_at_missing_files": len(named - after),
        "orphans_before_sweep": len(before - named),
        "orphans_after_sweep": len(after - named),
    }
    sys.stdout.write(json.dumps(found))


def with_tags(post_model):
    return post_model.objects.select_related("raw_source").prefetch_related("tags").iterator(chunk_size=500)


def read_tags(path: Path, fold_key) -> set[str]:
    line = re.search(r"^tags: \[(.*)\]$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {fold_key(name) for name in line[1].split(", ")} if line else set()


def files_of(image) -> set[str]:
    return {file for file in [image.file, *(facts["file"] for facts in image.renditions.values())] if file}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=10_000)
    parser.add_argument("--pictures", type=int, default=2_000)
    parser.add_argument("--kills", type=int, default=5)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--check", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.check:
        return main_in_site(options)
    folder = Path(tempfile.mkdtemp(prefix="masthead-bench-"))
    try:
        result = bench(folder, options.posts, options.pictures, options.kills, options.seed)
        sys.stdout.write(json.dumps({"seed": options.seed, **result}, indent=2) + "\n")
        return 0 if result["held"] else 1
    finally:
        shutil.rmtree(folder)


def main_in_site(options: argparse.Namespace) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
    import django

    django.setup()
    print_check(options.check)
    return 0


if __name__ == "__main__":
    sys.exit(main())
