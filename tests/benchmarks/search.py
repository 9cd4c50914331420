"""Searches 10,000 generated Chinese posts: recall and false hits against a scan, milliseconds, size, on one database.

`python tests/benchmarks/search.py [--posts N] [--queries N] [--json FILE]`, with the database of CMS_DATABASE_URL (or a
fresh SQLite file). Makes a database of its own as the tests do, and drops it. Prints a table.
"""

import argparse
import json
import os
import platform
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = 12
MOST_TERMS = 10  # what a query is cut to


def main() -> None:
    options = read_options()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"CMS_DEBUG": "1", "CMS_DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "cms.settings"}
        os.environ.setdefault("CMS_DATABASE_URL", f"sqlite:///{folder}/bench.sqlite3")
        sys.path.insert(0, str(ROOT))
        import django

        django.setup()
        result = run_in_database(options)
    print_table(result)
    if options.json:
        options.json.write_text(json.dumps(result, indent=2, ensure_ascii=False) + "\n")


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--posts", type=int, default=10_000)
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--json", type=Path, help="write the figures here")
    return parser.parse_args()


def run_in_database(options: argparse.Namespace) -> dict:
    """SQLite tests in memory; here a file, as a site has it."""
    from django.core.management import call_command
    from django.db import connection

    if connection.vendor == "sqlite":
        call_command("migrate", verbosity=0)
        return measure(options)
    own = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        return measure(options)
    finally:
        connection.creation.destroy_test_db(own, verbosity=0)


def measure(options: argparse.Namespace) -> dict:
    from django.db import connection

    from tests.search.texts import make_queries, scanned_text

    index_s = fill(options.posts)
    posts = stored_posts()
    texts = {post.pk: scanned_text(post) for post in posts}
    queries = make_queries(posts, options.queries)
    settle()
    return {
        "database": f"{connection.vendor} {server_version()}",
        "python": platform.python_version(),
        "posts": len(posts),
        "queries": len(queries),
        "index_ms_per_post": round(index_s / len(posts) * 1000, 2),
        "index_mib": round(index_bytes() / 2**20, 1),
        "recall": {size: recall(texts, [q for q in queries if len(q) == size]) for size in (1, 2, 3)},
        "by_date_ms": times(queries, "date"),
        "ranked_ms": times(queries, "relevance"),
        "ten_terms_ms": times(ten_terms(queries), "relevance"),
        "scan_ms": times_of(lambda query: [pk for pk, text in texts.items() if query in text], queries[:30]),
    }


def fill(count: int) -> float:
    """Seconds that the index took, without the posts themselves."""
    from django.db import transaction

    from news.models import Post
    from news.search.index import write_entries
    from tests.search.texts import make_posts

    seconds, batch = 0.0, []
    for number, post in enumerate(make_posts(count), start=1):
        batch.append(post)
        if len(batch) == 200 or number == count:
            Post.objects.bulk_create(batch)
            began = time.perf_counter()
            with transaction.atomic():
                write_entries(batch)
            seconds += time.perf_counter() - began
            batch = []
    return seconds


def stored_posts() -> list:
    from news.models import Post

    return list(Post.objects.order_by("pk"))


def settle() -> None:
    """What the database does in the background anyway."""
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("ANALYZE")
            return
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("RESET statement_timeout")


def index_bytes() -> int:
    from django.db import connection

    sql = (
        "SELECT sum(pgsize) FROM dbstat WHERE name LIKE 'news_search%'"
        if connection.vendor == "sqlite"
        else "SELECT pg_total_relation_size('news_searchentry')"
    )
    with connection.cursor() as cursor:
        try:
            cursor.execute(sql)
        except Exception:  # an SQLite without dbstat
            return 0
        return cursor.fetchone()[0]


def server_version() -> str:
    from django.db import connection

    return ".".join(map(str, connection.get_database_version()))


def recall(texts: dict, queries: list) -> dict:
    """Share of what a scan finds that the search finds too, and how many it finds besides."""
    from tests.search.texts import scan

    wanted_count = found_count = false_count = 0
    for query in queries:
        wanted, found = scan(texts, query), found_ids(query)
        wanted_count += len(wanted)
        found_count += len(wanted & found)
        false_count += len(found - wanted)
    return {"queries": len(queries), "recall": found_count / wanted_count, "false": false_count}


def found_ids(query: str) -> set:
    from news.models import Post
    from news.search.finding import matching
    from news.search.query import SearchQuery

    return set(matching(Post.objects.published(), SearchQuery.parse(query)).values_list("pk", flat=True))


def ten_terms(queries: list) -> list:
    """The dearest that can be asked for: ten single characters, each of which is in many posts."""
    single = [query for query in queries if len(query) == 1]
    return [" ".join((single[start:] + single)[:MOST_TERMS]) for start in range(len(single))]


def times(queries: list, sort: str) -> dict:
    """A page of results as readers get it: how many there are, and the first twelve."""
    from news.models import Post
    from news.search.finding import search_posts
    from news.search.query import SearchQuery

    def search(query: str) -> None:
        hits = search_posts(Post.objects.published().defer("body"), SearchQuery.parse(query), sort=sort)
        hits.count()
        hits[:PAGE]

    return times_of(search, queries)


def times_of(act, queries: list) -> dict:
    """By the clock, and the processor time of this process: on a busy machine the second says more about SQLite."""
    clock, processor = [], []
    for query in queries:
        began, worked = time.perf_counter(), time.process_time()
        act(query)
        clock.append((time.perf_counter() - began) * 1000)
        processor.append((time.process_time() - worked) * 1000)
    return {**quantiles(clock), "processor": quantiles(processor)}


def quantiles(taken: list) -> dict:
    return {
        "p50": round(statistics.median(taken), 1),
        "p95": round(statistics.quantiles(taken, n=20)[-1], 1),
        "max": round(max(taken), 1),
    }


def print_table(result: dict) -> None:
    lines = [
        f"{result['database']}, {result['posts']:,} posts, {result['queries']} queries",
        f"index: {result['index_ms_per_post']} ms a post, {result['index_mib']} MiB",
    ]
    for size, row in result["recall"].items():
        lines.append(f"{size} char.: recall {row['recall']:.4f}, false hits {row['false']}, {row['queries']} queries")
    for name in ("by_date_ms", "ranked_ms", "ten_terms_ms", "scan_ms"):
        row = result[name]
        own = row["processor"]
        lines.append(
            f"{name:<12} p50 {row['p50']:>6}  p95 {row['p95']:>6}  max {row['max']:>6}   "
            f"processor p50 {own['p50']:>6}  p95 {own['p95']:>6}"
        )
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
