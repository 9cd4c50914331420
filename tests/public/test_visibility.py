"""P18: the scene that hides posts in every state, the table of public addresses, and what counts tell.

Whoever adds a public route adds its line to `Scene.paths`. The matrix itself is tests/promises/test_leaks.py.
"""

import datetime as dt
import secrets

import pytest
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone

from news.models import Post
from tests.factories import (
    AuthorFactory,
    CategoryFactory,
    ImageFactory,
    PageFactory,
    PostFactory,
    SourceFactory,
    TagFactory,
)

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
STATES = {
    "draft": {"status": Post.Status.DRAFT},
    "in review": {"status": Post.Status.IN_REVIEW},
    "archived": {"status": Post.Status.ARCHIVED},
    "scheduled": {"published_at": timezone.now() + 48 * HOUR},
    "trashed": {"trashed_at": timezone.now()},
    "trashed before it appeared": {"trashed_at": timezone.now(), "published_at": timezone.now() + HOUR},
    "taken back to draft": {"status": Post.Status.DRAFT, "first_published_at": timezone.now() - HOUR},
}
WITHOUT_POSTS = {
    *("media", "image", "healthz", "readyz", "robots", "security", "favicon", "apple_touch_icon", "indexnow_key"),
    *(f"feed_alias_{number}" for number in (1, 2, 3, 4)),
}
WITHOUT_POSTS |= {"views"}  # the same empty answer for every number: tests/traffic/test_beacon.py
FORMATS = ("", "_atom", "_json")
WORD = "藏书票"  # stands in every hidden post and in no public one: what to search for


def public_names(patterns=None, prefix=""):
    """Every named public address; the admin has a matrix of its own."""
    for entry in patterns if patterns is not None else get_resolver().url_patterns:
        if isinstance(entry, URLPattern):
            yield prefix + entry.name
        elif entry.namespace != "admin":
            yield from public_names(entry.url_patterns, f"{entry.namespace}:" if entry.namespace else prefix)


class Scene:
    """Secret posts, one for each state, and a public one; they share category, tag, author and source.

    `paths` is about `secret`, one of them at a time, with its `token` and `hidden_tag`.
    """

    def __init__(self, *states):
        self.category, self.tag, self.author = CategoryFactory(), TagFactory(), AuthorFactory()
        self.source = SourceFactory()
        self.shared = {
            "categories": [self.category],
            "authors": [self.author],
            "tags": [self.tag],
            "source": self.source,
        }
        self.page = PageFactory()
        self.public = PostFactory(title="公开", published_at=timezone.now() - 3 * HOUR, **self.shared)
        self.secrets = [self.hide(state) for state in states]
        self.look_at(self.secrets[0])

    def hide(self, state):
        token = f"geheim{secrets.token_hex(8)}"
        hidden_tag = TagFactory(name=f"tag {token}", slug=f"tag-{token}")
        secret = PostFactory(
            title=f"title {token} {WORD}",
            slug=f"slug-{token}",
            subtitle=token,
            summary=token,
            body=f"<p>{token} {WORD}</p>",
            seo_title=token,
            seo_description=token,
            source_url=f"https://outlet.example/{token}",
            header_image=ImageFactory(alt=token, caption=token),
            is_featured=True,
            **self.shared | {"tags": [self.tag, hidden_tag]},
            **{"published_at": timezone.now() - HOUR} | STATES[state],
        )
        Post.objects.filter(pk=secret.pk).update(translation_of=self.public)
        return secret

    def look_at(self, secret):
        self.secret, self.token = secret, secret.subtitle
        self.hidden_tag = secret.tags.get(slug=f"tag-{self.token}")
        self.hidden_query = self.token[:-1]  # finds the whole word, and is not itself what must not be seen

    def paths(self):
        """(name, path) of every address that could show the post, in the chrome that is active."""
        day, public = self.secret.path_on, self.public.path_on
        yield "home", reverse("home")
        for ending in FORMATS:
            yield f"home_feed{ending}", reverse(f"home_feed{ending}")
        yield "feeds", reverse("feeds")
        yield from self.sitemap_paths(day, public_day=self.public.path_on)
        for post, on in ((self.secret, day), (self.public, public)):
            yield "post", reverse("post", args=[on.year, on.month, on.day, post.slug])
            yield "post_short", reverse("post_short", args=[post.pk])
        for name in ("category", *(f"category_feed{ending}" for ending in FORMATS)):
            yield name, reverse(name, args=[self.category.path])
        for noun, slug in (("tag", self.tag.slug), ("author", self.author.slug), ("source", self.source.slug)):
            yield noun, reverse(noun, args=[slug])
            for ending in FORMATS:
                yield f"{noun}_feed{ending}", reverse(f"{noun}_feed{ending}", args=[slug])
        yield "tag", reverse("tag", args=[self.hidden_tag.slug])
        for ending in FORMATS:
            yield f"tag_feed{ending}", reverse(f"tag_feed{ending}", args=[self.hidden_tag.slug])
        yield "tag_index", reverse("tag_index")
        yield "archive", reverse("archive")
        for query in (
            "",
            "公开",
            f"title&author={self.author.slug}",
            f"x&source={self.source.slug}",
            self.hidden_query,
        ):
            yield "search", f"{reverse('search')}?q={query}"
            for ending in FORMATS:
                yield f"search_feed{ending}", f"{reverse(f'search_feed{ending}')}?q={query}"
        yield "page", reverse("page", args=[self.page.slug])
        yield "year", reverse("year", args=[day.year])
        yield "month", reverse("month", args=[day.year, day.month])
        yield "day", reverse("day", args=[day.year, day.month, day.day])
        yield "day", reverse("day", args=[public.year, public.month, public.day])
        yield from self.api_paths()

    def api_paths(self):
        for name in ("index", "openapi", "nothing"):
            yield f"api:{name}", reverse(f"api:{name}")
        for noun in ("post", "category", "tag", "author", "source"):
            yield f"api:{noun}_list", reverse(f"api:{noun}_list")
        for post in (self.secret, self.public):
            yield "api:post", reverse("api:post", args=[post.pk])
        things = {"tag": self.tag, "author": self.author, "source": self.source}
        for noun, slug in (*((noun, thing.slug) for noun, thing in things.items()), ("tag", self.hidden_tag.slug)):
            yield f"api:{noun}", reverse(f"api:{noun}", args=[slug])
            yield "api:post_list", reverse("api:post_list") + f"?{noun}={slug}"
        yield "api:category", reverse("api:category", args=[self.category.path])
        yield "api:post_list", reverse("api:post_list") + "?order=updated&fields=id,title,body_html"

    def sitemap_paths(self, *days, public_day):
        yield "sitemap", reverse("sitemap")
        yield "news_sitemap", reverse("news_sitemap")
        for section in ("pages", "categories", "tags", "authors", "sources"):
            yield "sitemap_section", reverse("sitemap_section", args=[section, 1])
        for day in (*days, public_day):
            yield "sitemap_posts", reverse("sitemap_posts", args=[day.year, day.month, 1])


def test_every_public_address_stands_in_the_table():
    named = {name for name, _path in Scene("draft").paths()}
    assert named | WITHOUT_POSTS == set(public_names())


@pytest.mark.parametrize("state", STATES)
def test_counts_do_not_betray_it(client, state):
    scene = Scene(state)
    page = client.get("/en" + scene.category.get_absolute_url()).content.decode()
    assert "1 post<" in page
    for entry in client.get("/en/archive/").context["years"]:
        assert [month.count for month in entry.months] == [1]
    letters = client.get("/en/tag/").context["index"].letters
    assert [tag.post_count for letter in letters for tag in letter.tags] == [1]
    assert client.get("/api/v1/posts/").json()["total"] == 1
    for noun in ("categories", "tags", "authors", "sources"):
        assert [item["post_count"] for item in client.get(f"/api/v1/{noun}/").json()["items"]] == [1]


@pytest.mark.parametrize("state", STATES)
def test_its_own_address_answers_as_if_it_never_was_unless_readers_saw_it(client, state):
    scene = Scene(state)
    expected = 410 if state == "trashed" else 404
    assert client.get(scene.secret.get_absolute_url()).status_code == expected
    assert client.get(reverse("post_short", args=[scene.secret.pk])).status_code == expected
    assert client.get(reverse("api:post", args=[scene.secret.pk])).status_code == expected


@pytest.mark.parametrize("noun", ["tag", "author", "source"])
def test_a_name_that_stands_on_secrets_only_has_no_page(client, noun):
    thing = {"tag": TagFactory, "author": AuthorFactory, "source": SourceFactory}[noun]()
    links = {"tag": {"tags": [thing]}, "author": {"authors": [thing]}, "source": {"source": thing}}[noun]
    PostFactory(status="draft", **links)
    assert client.get(thing.get_absolute_url()).status_code == 404
    for suffix in ("feed/", "feed/atom/", "feed.json"):
        assert client.get(thing.get_absolute_url() + suffix).status_code == 404


def test_a_scheduled_post_appears_by_itself(client):
    post = PostFactory(published_at=timezone.now() + HOUR)
    assert client.get(post.get_absolute_url()).status_code == 404
    Post.objects.filter(pk=post.pk).update(published_at=timezone.now() - dt.timedelta(seconds=1))
    assert client.get(post.get_absolute_url()).status_code == 200
