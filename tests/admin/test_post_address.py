"""The address line of a post's form: a readable slug from the title, and who has that title already."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from news.admin.posts.address import follows_title, is_numbered
from news.models import Post
from tests.admin.forms import fill, post_url, read_form, send
from tests.factories import PostFactory, ReadyPostFactory

pytestmark = pytest.mark.django_db


def ask(client, **values):
    return client.get(reverse("admin:news_post_slug"), values).json()


def test_a_title_becomes_an_ascii_slug_of_at_most_sixty_characters(editor):
    slug = ask(editor, title="行业唯一！海尔2类平台入选首批“科创中国”创新基地，带动产业链上下游协同发展")["slug"]
    assert slug.startswith("hang-ye-wei-yi-hai-er-2-lei")
    assert slug.isascii()
    assert len(slug) <= 60


@pytest.mark.parametrize("title", ["", "！！！", "😀"])
def test_a_title_that_gives_no_slug_leaves_it_to_the_server(editor, title):
    assert ask(editor, title=title)["slug"] == ""


def test_a_slug_that_is_taken_on_that_day_gets_a_number(editor):
    taken = PostFactory(slug="chao-shui")
    day = taken.path_on.isoformat()
    assert ask(editor, title="潮水", day=day)["slug"] == "chao-shui-2"
    assert ask(editor, title="潮水", day=day, post=taken.pk)["slug"] == "chao-shui"
    assert ask(editor, title="潮水", day="1999-01-01")["slug"] == "chao-shui"


def test_the_address_stands_under_the_chrome_of_its_language(editor):
    assert ask(editor, title="a", day="2022-08-08")["prefix"] == "http://testserver/2022/08/08/"
    assert ask(editor, title="a", day="2022-08-08", language="en")["prefix"] == "http://testserver/en/2022/08/08/"
    assert ask(editor, title="a", day="2022-99-08", language="xx")["prefix"].startswith("http://testserver/20")


def test_posts_of_the_same_title_are_named_with_a_way_to_them(editor):
    same = PostFactory(title="潮水退去")
    PostFactory(title="潮水退去", trashed_at=timezone.now())
    found = ask(editor, title=" 潮水退去 ")["same"]
    assert [row["url"] for row in found] == [post_url(same)]
    assert ask(editor, title="潮水退去", post=same.pk)["same"] == []


def test_a_reporter_hears_of_public_posts_but_not_of_drafts_of_others(reporter):
    PostFactory(title="草稿", status="draft", published_at=None, path_on=None)
    public = PostFactory(title="公开的")
    assert ask(reporter, title="草稿")["same"] == []
    assert [row["url"] for row in ask(reporter, title="公开的")["same"]] == [public.get_absolute_url()]


@pytest.mark.parametrize("name", ["slug", "suggest_tags", "suggest_authors"])
def test_only_those_who_write_posts_may_ask(desk, client, name):
    url = reverse(f"admin:news_post_{name}")
    assert client.get(url).status_code == 302
    stranger = desk("reporter")
    stranger.user.groups.clear()
    assert stranger.get(url).status_code == 403


def test_a_slug_follows_its_title_until_somebody_writes_it_or_readers_know_it():
    assert follows_title(Post(title="潮水"))
    assert follows_title(Post(title="潮水", slug="chao-shui-3"))
    assert not follows_title(Post(title="潮水", slug="tide"))
    assert not follows_title(PostFactory(title="潮水", slug="chao-shui"))


@pytest.mark.parametrize(
    ("slug", "base", "is_so"), [("a-2", "a", True), ("a", "a", False), ("a-b", "a", False), ("-2", "", False)]
)
def test_a_number_is_told_from_a_word(slug, base, is_so):
    assert is_numbered(slug, base) is is_so


def test_a_changed_slug_of_a_public_post_leaves_its_old_address_leading_there(editor):
    post = PostFactory(slug="old-one", published_at=timezone.now() - dt.timedelta(days=3))
    old = post.get_absolute_url()
    fill(editor, post, slug="new-one")
    answer = editor.get(old)
    assert (answer.status_code, answer.headers["Location"]) == (301, old.replace("old-one", "new-one"))


def test_sending_a_numbered_slug_twice_is_no_conflict(editor):
    PostFactory(slug="chao-shui", published_at=timezone.now())
    post = ReadyPostFactory(status="draft", published_at=None, path_on=None, slug="chao-shui", title="潮水")
    values = read_form(editor.get(post_url(post)))
    for _click in range(2):
        assert send(editor, post_url(post), values, "_publish").status_code == 302
    post.refresh_from_db()
    assert (post.slug, post.version) == ("chao-shui-2", 2)
