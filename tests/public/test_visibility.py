"""P18: what is not public leaves no trace at any public address, found through the resolver."""

import datetime as dt
import secrets

import pytest
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone, translation

from news.models import Post
from tests.factories import (
    AuthorFactory,
    CategoryFactory,
    ImageFactory,
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
}
WITHOUT_POSTS = {"media", "image", "healthz", "readyz", "robots", "feed_alias_1", "feed_alias_2", "feed_alias_3"}


def public_names(patterns=None):
    """Every named public address; the admin has a matrix of its own."""
    for entry in patterns if patterns is not None else get_resolver().url_patterns:
        if isinstance(entry, URLPattern):
            yield entry.name
        elif entry.namespace != "admin":
            yield from public_names(entry.url_patterns)


class Scene:
    """A secret post and a public one that share category, tag, author and source."""

    def __init__(self, state):
        self.token = f"geheim{secrets.token_hex(8)}"
        self.category, self.tag, self.author = CategoryFactory(), TagFactory(), AuthorFactory()
        self.source = SourceFactory()
        shared = {
            "categories": [self.category],
            "authors": [self.author],
            "tags": [self.tag],
            "source": self.source,
        }
        token = self.token
        hidden_tag = TagFactory(name=f"tag {token}", slug=f"tag-{token}")
        self.secret = PostFactory(
            title=f"title {token}",
            slug=f"slug-{token}",
            subtitle=token,
            summary=token,
            body=f"<p>{token}</p>",
            seo_title=token,
            seo_description=token,
            source_url=f"https://outlet.example/{token}",
            header_image=ImageFactory(alt=token, caption=token),
            is_featured=True,
            **shared | {"tags": [self.tag, hidden_tag]},
            **{"published_at": timezone.now() - HOUR} | STATES[state],
        )
        self.hidden_tag = hidden_tag
        self.public = PostFactory(title="公开", published_at=timezone.now() - 3 * HOUR, **shared)
        Post.objects.filter(pk=self.secret.pk).update(translation_of=self.public)

    def paths(self):
        """(name, path) of every address that could show the post, in the chrome that is active."""
        day, public = self.secret.path_on, self.public.path_on
        yield "home", reverse("home")
        yield "home_feed", reverse("home_feed")
        for post, on in ((self.secret, day), (self.public, public)):
            yield "post", reverse("post", args=[on.year, on.month, on.day, post.slug])
            yield "post_short", reverse("post_short", args=[post.pk])
        for name in ("category", "category_feed"):
            yield name, reverse(name, args=[self.category.path])
        for noun, slug in (("tag", self.tag.slug), ("author", self.author.slug), ("source", self.source.slug)):
            yield noun, reverse(noun, args=[slug])
            yield f"{noun}_feed", reverse(f"{noun}_feed", args=[slug])
        yield "tag", reverse("tag", args=[self.hidden_tag.slug])
        yield "tag_feed", reverse("tag_feed", args=[self.hidden_tag.slug])
        yield "tag_index", reverse("tag_index")
        yield "archive", reverse("archive")
        yield "year", reverse("year", args=[day.year])
        yield "month", reverse("month", args=[day.year, day.month])


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("state", STATES)
def test_a_secret_leaves_no_trace(client, state, language):
    scene = Scene(state)
    seen = set()
    with translation.override(language):
        paths = list(scene.paths())
    for name, path in paths:
        seen.add(name)
        response = client.get(path, follow=True)
        page = response.content.decode()
        assert scene.token not in page, (name, path)
        assert f"/p/{scene.secret.pk}/" not in page, (name, path)
        assert scene.secret.header_image.sha256[:32] not in page, (name, path)
    assert seen | WITHOUT_POSTS == set(public_names())


@pytest.mark.parametrize("state", STATES)
def test_counts_do_not_betray_it(client, state):
    scene = Scene(state)
    page = client.get("/en" + scene.category.get_absolute_url()).content.decode()
    assert "1 post<" in page
    for entry in client.get("/en/archive/").context["years"]:
        assert [month.count for month in entry[1]] == [1]
    assert [tag.post_count for tag in client.get("/en/tag/").context["tags"]] == [1]


@pytest.mark.parametrize("state", STATES)
def test_its_own_address_answers_as_if_it_never_was_unless_readers_saw_it(client, state):
    scene = Scene(state)
    expected = 410 if state == "trashed" else 404
    assert client.get(scene.secret.get_absolute_url()).status_code == expected
    assert client.get(reverse("post_short", args=[scene.secret.pk])).status_code == expected


@pytest.mark.parametrize("noun", ["tag", "author", "source"])
def test_a_name_that_stands_on_secrets_only_has_no_page(client, noun):
    thing = {"tag": TagFactory, "author": AuthorFactory, "source": SourceFactory}[noun]()
    links = {"tag": {"tags": [thing]}, "author": {"authors": [thing]}, "source": {"source": thing}}[noun]
    PostFactory(status="draft", **links)
    assert client.get(thing.get_absolute_url()).status_code == 404
    assert client.get(thing.get_absolute_url() + "feed/").status_code == 404


def test_a_scheduled_post_appears_by_itself(client):
    post = PostFactory(published_at=timezone.now() + HOUR)
    assert client.get(post.get_absolute_url()).status_code == 404
    Post.objects.filter(pk=post.pk).update(published_at=timezone.now() - dt.timedelta(seconds=1))
    assert client.get(post.get_absolute_url()).status_code == 200
