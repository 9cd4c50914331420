"""Sends odd requests to a populated site: mutated addresses, queries, headers, methods. None may end in a 5xx.

`python tests/benchmarks/fuzz_site.py [--count N] [--seed N] [--only NUMBER …]`, on the database of CMS_DATABASE_URL (a
test database beside it is made and dropped; default SQLite in memory). Prints one JSON object; exits with 1 on a
5xx or an exception, with the requests that caused them.
"""

import argparse
import json
import logging
import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
POSTS = 80
SHOWN = 20


def populate():
    """Demo-like rows: a tree, names with few and many posts, pictures, several languages, old addresses."""
    import datetime as dt

    from django.utils import timezone

    from news.models import Address
    from tests.factories import AuthorFactory, CategoryFactory, ImageFactory, PostFactory, SourceFactory
    from tests.promises.test_fuzz import real_paths

    root = CategoryFactory(slug="news")
    leaves = [CategoryFactory(parent=root) for _ in range(3)]
    authors, sources = [AuthorFactory() for _ in range(4)], [SourceFactory(), SourceFactory(policy="excerpt")]
    for number in range(POSTS):
        post = PostFactory(
            categories=[leaves[number % 3], root],
            authors=[authors[number % 4]],
            source=sources[number % 2] if number % 5 else None,
            tags=["潮汐", f"话题{number % 9}"],
            header_image=ImageFactory() if number % 2 else None,
            language="en" if number % 3 == 0 else "zh-hans",
            published_at=timezone.now() - dt.timedelta(days=11 * number, hours=1),
        )
        yield post.get_absolute_url()
        Address.objects.create(path=f"/posts/旧文-{number}.html", post=post)
        yield f"/posts/旧文-{number}.html"
    for thing in (root, *leaves, *authors, *sources):
        yield thing.get_absolute_url()
        yield thing.get_absolute_url() + "feed/"
    yield from real_paths()


def report(outcome, arguments, vendor):
    seconds = sorted(second for second, _number in outcome.seconds)
    return {
        "database": vendor,
        "requests": len(seconds),
        "seed": arguments.seed,
        "statuses": {str(status): count for status, count in sorted(outcome.statuses.items())},
        "median_processor_ms": round(1000 * seconds[len(seconds) // 2], 1),
        "p99_9_processor_ms": round(1000 * seconds[int(len(seconds) * 0.999)], 1),
        "slowest": [{"ms": round(1000 * second), "number": number} for second, number in outcome.slowest],
        "failures": len(outcome.failures),
    }


def show(failure, seed):
    number, status, raised, environ = failure
    request = {name: value if isinstance(value, str) else repr(value) for name, value in environ.items()}
    line = f"--seed {seed} --only {number}: {status} {json.dumps(request)[:1500]}"
    sys.stderr.write(f"{line}\n{raised}\n")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", type=int, nargs="+", help="only the requests of these numbers")
    arguments = parser.parse_args()
    folder = tempfile.TemporaryDirectory(prefix="masthead-fuzz-")
    os.environ |= {"CMS_DEBUG": "1", "CMS_DATA_DIR": folder.name, "DJANGO_SETTINGS_MODULE": "cms.settings"}
    import django
    from django.db import connection
    from django.test.runner import DiscoverRunner

    django.setup()
    logging.disable(logging.CRITICAL)
    runner = DiscoverRunner(verbosity=0, interactive=False)
    runner.setup_test_environment()
    databases = runner.setup_databases()
    try:
        from tests.fuzzing import Fuzz, run

        fuzz = Fuzz(dict.fromkeys(populate()), arguments.seed)
        numbers = arguments.only or range(arguments.count)
        outcome = run(fuzz, numbers)
        sys.stdout.write(json.dumps(report(outcome, arguments, connection.vendor), indent=2) + "\n")
    finally:
        runner.teardown_databases(databases)
        folder.cleanup()
    for failure in outcome.failures[:SHOWN]:
        show(failure, arguments.seed)
    return 1 if outcome.failures else 0


if __name__ == "__main__":
    sys.exit(main())
