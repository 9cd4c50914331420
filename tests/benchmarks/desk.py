"""Opens Today, the list of posts, the calendar and a form with 200 and with 20,000 posts: milliseconds and queries.

`python tests/benchmarks/desk.py [--posts N ...] [--rounds N] [--acts N] [--json FILE]`, with the database of
CMS_DATABASE_URL (or a fresh SQLite file). Makes a database of its own and drops it. `--acts` also measures an act on so
many posts at once (0: not).
"""

import argparse
import datetime as dt
import json
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MOST_QUERIES, MOST_MS = 12, 500
MORE_QUERIES = {"today": 15, "form": 25}
BATCH = 500
TEXT = "<p>潮水在清晨退去，码头上的人开始一天的工作，第{}班渡轮离岸。</p>" * 12


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
    parser.add_argument("--posts", type=int, nargs="+", default=[200, 20_000], help="in rising order")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--acts", type=int, default=1000)
    parser.add_argument("--json", type=Path, help="write the figures here")
    return parser.parse_args()


def run_in_database(options: argparse.Namespace) -> dict:
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
    from django.test import Client
    from django.test.utils import setup_test_environment

    from tests.people import make_person, sign_in

    setup_test_environment()
    client = Client()
    client.user = make_person("editor")
    sign_in(client, client.user)
    rows = {}
    for count in options.posts:
        fill(count, client.user)
        rows[count] = {
            name: open_page(client, address, options.rounds) | limits_of(name) for name, address in pages().items()
        }
    acts = {} if not options.acts else act_on(client, options.acts)
    return {"database": connection.vendor, "rounds": options.rounds, "posts": rows, "acts": acts}


def pages() -> dict:
    from news.models import Author, Post

    names = ("", "mine", "in_review", "scheduled", "published", "problems", "trashed")
    tabs = {f"tab {name or 'all'}": f"/admin/news/post/?state={name}" for name in names}
    newest = Post.objects.published().order_by("-published_at").first()
    return {
        "today": "/admin/",
        "form": f"/admin/news/post/{newest.pk}/change/",
        "list": "/admin/news/post/",
        **tabs,
        "search": "/admin/news/post/?q=渡轮",
        "rare search": "/admin/news/post/?q=第17班",
        "author": f"/admin/news/post/?author={Author.objects.first().pk}",
        "without tags": "/admin/news/post/?missing=tags",
        "without alt": "/admin/news/post/?missing=alt",
        "this month": "/admin/news/post/?date=month",
        "last page": "/admin/news/post/?p=4",
        "calendar": "/admin/news/post/calendar/",
    }


def limits_of(name: str) -> dict:
    return {"most_queries": MORE_QUERIES.get(name, MOST_QUERIES), "most_ms": MOST_MS}


def fill(count: int, user: object) -> None:
    """Adds posts until there are so many: with links, checks and revisions, a thousand of them in this month."""
    from django.db import connection

    from news.models import Author, Category, Post, Tag
    from tests.factories import AuthorFactory, CategoryFactory, TagFactory

    if not Author.objects.exists():
        top = CategoryFactory()
        AuthorFactory.create_batch(20)
        CategoryFactory.create_batch(19, parent=top)
        TagFactory.create_batch(200)
    things = [list(model.objects.all()) for model in (Author, Category, Tag)]
    for start in range(Post.objects.count(), count, BATCH):
        add_posts(range(start, min(start + BATCH, count)), user, *things)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def add_posts(numbers: range, user: object, authors: list, categories: list, tags: list) -> None:
    from django.db import transaction
    from django.utils import timezone

    from news.models import Byline, Post, PostCategory, PostCheck, PostTag, Revision
    from news.search.index import write_entries

    now = timezone.now()
    with transaction.atomic():
        posts = Post.objects.bulk_create([make_post(number, user, now) for number in numbers])
        write_entries(posts)
        links = list(zip(numbers, posts, strict=True))
        Byline.objects.bulk_create(Byline(post=post, author=authors[n % len(authors)]) for n, post in links)
        PostCategory.objects.bulk_create(
            PostCategory(post=post, category=categories[n % len(categories)]) for n, post in links
        )
        PostTag.objects.bulk_create(PostTag(content_object=post, tag=tags[n % len(tags)]) for n, post in links if n % 3)
        PostCheck.objects.bulk_create(
            PostCheck(post=post, error_count=int(n % 10 == 0), warning_count=n % 4, checked_at=now) for n, post in links
        )
        Revision.objects.bulk_create(Revision(post=post, version=1, snapshot={}, user=user) for _n, post in links)


def make_post(number: int, user: object, now: dt.datetime) -> object:
    from django.utils import timezone

    from news.models import Post

    statuses = ("approved",) * 6 + ("draft", "in_review", "archived", "draft")
    at = now - dt.timedelta(minutes=number * 40 if number % 50 else -number * 5)
    status = statuses[number % 10]
    post = Post(
        title=f"第{number}班渡轮清晨离岸",
        slug=f"post-{number}",
        body=TEXT.format(*[number] * 12),
        status=status,
        published_at=at,
        path_on=timezone.localdate(at),
        first_published_at=at if status == "approved" else None,
        trashed_at=now if number % 25 == 24 else None,
        owner=user if number % 4 == 0 else None,
        updated_at=now - dt.timedelta(minutes=number),
    )
    post.measure()
    return post


def open_page(client: object, address: str, rounds: int) -> dict:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    taken, processor = [], []
    for _round in range(rounds + 1):  # the first one warms up
        with CaptureQueriesContext(connection) as queries:
            began, worked = time.perf_counter(), time.process_time()
            answer = client.get(address)
            taken.append((time.perf_counter() - began) * 1000)
            processor.append((time.process_time() - worked) * 1000)
        if answer.status_code != 200:
            raise SystemExit(f"{address}: {answer.status_code}")
    return {
        "queries": len(queries),
        "ms": round(statistics.median(taken[1:]), 1),
        "processor_ms": round(statistics.median(processor[1:]), 1),
        "kib": round(len(answer.content) / 1024),
    }


def act_on(client: object, count: int) -> dict:
    """Seconds for the question and for the act itself: all posts of a batch get one more tag."""
    from news.models import ImportBatch, ImportItem, Post
    from tests.admin.forms import ask, confirm

    began = time.perf_counter()
    batch, posts = ImportBatch.objects.create(), list(Post.objects.not_trashed().only("pk")[:count])
    ImportItem.objects.bulk_create(ImportItem(batch=batch, post=post, outcome="created") for post in posts)
    question = ask(client, "add_tags_selected", posts[:1], f"?batch={batch.pk}", select_across="1")
    asked = time.perf_counter()
    confirm(client, question, {"tags": "大海"}, follow=False)
    done = Post.objects.filter(tags__name="大海").count()
    return {
        "posts": len(posts),
        "ask_s": round(asked - began, 1),
        "act_s": round(time.perf_counter() - asked, 1),
        "done": done,
    }


def print_table(result: dict) -> None:
    sizes = list(result["posts"])
    lines = [result["database"], f"{'':<14}" + "".join(f"{size:>12,} posts     " for size in sizes)]
    for name in result["posts"][sizes[0]]:
        cells = [result["posts"][size][name] for size in sizes]
        lines.append(f"{name:<14}" + "".join(f"{c['queries']:>5} queries {c['ms']:>7} ms " for c in cells))
    slow = [
        name
        for name, row in result["posts"][sizes[-1]].items()
        if row["queries"] > row["most_queries"] or row["processor_ms"] > MOST_MS
    ]
    lines.append(
        f"over {MOST_QUERIES} queries (Today 15, form 25) or {MOST_MS} ms of processor: {', '.join(slow) or 'none'}"
    )
    if result["acts"]:
        lines.append(
            "one act on {posts} posts: question {ask_s} s, act {act_s} s, done {done}".format(**result["acts"])
        )
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
