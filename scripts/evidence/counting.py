"""Counts the queries of each kind of page with 10 and with 1,000 posts and prints JSON.

Run `python -m scripts.evidence.counting` in the environment of a site that is migrated and empty. The cache is a dummy.
"""

import datetime as dt
import json
import sys
from urllib.parse import quote

import django

django.setup()

from django.core.management import call_command, get_commands  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import Client, override_settings  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone  # noqa: E402

from news.models import Category, Post  # noqa: E402
from scripts.evidence.stage import API_PATH  # noqa: E402
from tests.factories import AuthorFactory, CategoryFactory, ImageFactory, PageFactory, PostFactory, SourceFactory  # noqa: E402

FEW, MANY = 10, 1_000
NO_CACHE = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
TAGS = ("潮汐", "海堤", "渡轮", "水文")


class Newsroom:
    """Posts like those of a real site: two categories, two authors, a source, tags, a picture in every second one."""

    def __init__(self) -> None:
        self.root: Category = CategoryFactory(name="港城", slug="harbour")
        self.leaf: Category = CategoryFactory(name="潮汐", slug="tides", parent=self.root)
        self.authors = [AuthorFactory(slug="reporter"), AuthorFactory()]
        self.source = SourceFactory(slug="wire")
        self.page = PageFactory(slug="about")
        self.count = 0

    @transaction.atomic
    def fill(self, count: int) -> None:
        for number in range(self.count, count):
            self.add(number)
        self.count = count

    def add(self, number: int) -> None:
        PostFactory(
            title=f"第{number}次涨潮",
            body=f"<h2>一</h2><p>潮水涨到第{number}级。</p><h2>二</h2><p>退了。</p><h2>三</h2><p>又涨了。</p>",
            categories=[self.leaf, self.root],
            authors=self.authors,
            source=self.source,
            tags=[TAGS[number % 4], TAGS[(number + 1) % 4]],
            header_image=ImageFactory() if number % 2 else None,
            published_at=timezone.now() - dt.timedelta(hours=number + 1),
        )

    def paths(self) -> dict[str, str]:
        newest = Post.objects.published().newest_first().first()
        return {
            "home": "/",
            "category": self.leaf.get_absolute_url(),
            "parent category": self.root.get_absolute_url(),
            "post": newest.get_absolute_url() if newest else "/",
            "tag": f"/tag/{newest.tags.first().slug}/" if newest else "/",
            "author": "/author/reporter/",
            "source": "/source/wire/",
            "archive": "/archive/",
            "year": f"/{timezone.localdate():%Y}/",
            "month": f"/{timezone.localdate():%Y/%m}/",
            "day": f"/{timezone.localdate(newest.published_at):%Y/%m/%d}/" if newest else "/",
            "tag index": "/tag/",
            "search": f"/search/?q={quote('涨潮')}",
            "feeds page": "/feeds/",
            "about page": self.page.get_absolute_url(),
            "not found": "/no-such-page-here/",
            "RSS": "/feed/",
            "Atom": "/feed/atom/",
            "JSON Feed": "/feed.json",
            "RSS of a category": self.leaf.get_absolute_url() + "feed/",
            "sitemap": "/sitemap.xml",
            "API posts": API_PATH,
            "API post": f"{API_PATH}{newest.pk}/" if newest else "/",
        }


def count_all(paths: dict[str, str]) -> dict[str, tuple[int, int]]:
    """Return status and queries by kind of page. Counts the second request, when the process has its caches filled."""
    client = Client(SERVER_NAME="127.0.0.1", raise_request_exception=False)
    counts = {}
    for kind, path in paths.items():
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(path)
        counts[kind] = (answer.status_code, len(queries))
    return counts


def main() -> int:
    newsroom = Newsroom()
    found = {}
    with override_settings(CACHES=NO_CACHE):
        for count in (FEW, MANY):
            newsroom.fill(count)
            if "rebuild_search" in get_commands():
                call_command("rebuild_search", quiet=True)
            found[count] = count_all(newsroom.paths())
    print(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
