"""Thirty days in the trash: everything comes back as it was, and what is over goes for good."""

import datetime as dt
import json

import pytest
from django.core import serializers
from django.urls import reverse
from django.utils import timezone

from news.models import Address, Correction, Post, Slot
from news.publishing.names.addresses import remember_address, site_path
from news.publishing.posts.saving import save_post
from tests.admin.forms import act
from tests.commands import refuse, say
from tests.factories import AuthorFactory, CategoryFactory, ImageFactory, PostFactory, SlotFactory, SourceFactory
from tests.people import make_person, sign_in

pytestmark = pytest.mark.django_db
LOGS = {"version"}


def dump(posts):
    """Every field of every row that hangs on the posts, less the version and what is written about changes."""
    rows = []
    for post in posts:
        rows += [
            post,
            *post.category_links.all(),
            *post.bylines.all(),
            *post.tagged_items.all(),
            *post.corrections.all(),
        ]
        rows += [*post.slots.all(), *post.addresses.all()]
        rows += [post.header_image] if post.header_image else []
    values = json.loads(serializers.serialize("json", rows))
    for row in values:
        for name in LOGS & set(row["fields"]) if row["model"] == "news.post" else ():
            del row["fields"][name]
    return values


def make_posts(count):
    categories, authors = CategoryFactory.create_batch(3), AuthorFactory.create_batch(3)
    posts = []
    for number in range(count):
        image = ImageFactory()
        post = PostFactory(
            categories=categories[: 1 + number % 3],
            authors=authors[: 1 + number % 3],
            tags=[f"标签{number % 7}", "港口"],
            header_image=image,
            source=SourceFactory(),
            body=f'<p>正文{number}</p><figure class="image"><img src="/i/{image.pk}/" alt="图"></figure>',
            status=("approved", "approved", "draft", "in_review", "archived")[number % 5],
            language=("zh-hans", "en")[number % 2],
            is_featured=bool(number % 2),
            notes=f"内部{number}",
        )
        post.subtitle = f"副题{number}"
        save_post(post)
        Correction.objects.create(post=post, text=f"更正{number}")
        remember_address(f"/old/{number}/", post)
        posts.append(post)
    SlotFactory(post=posts[0])
    return posts


@pytest.mark.parametrize("count", [10, pytest.param(50, marks=pytest.mark.soak)])
def test_posts_come_back_from_the_trash_as_they_were_at_the_same_addresses(client, count):
    make_posts(count)
    editor = sign_in(client, make_person("editor"))
    posts = lambda: Post.objects.order_by("pk")  # noqa: E731
    before, addresses = dump(posts()), [site_path(post) for post in posts()]
    public = [site_path(post) for post in Post.objects.published()]
    seen = {path: client.get(path, follow=True).status_code for path in public}
    act(editor, "trash_selected", list(posts()))
    assert Post.objects.trashed().count() == count
    assert {client.get(path).status_code for path in public} == {410}
    act(editor, "restore_selected", list(posts()), "?state=trashed")
    assert Post.objects.trashed().count() == 0
    assert dump(posts()) == before
    assert [site_path(post) for post in posts()] == addresses
    assert {path: client.get(path, follow=True).status_code for path in public} == seen
    assert set(seen.values()) == {200}
    assert all(post.revisions.count() == 3 for post in posts())
    assert Slot.objects.count() == 1


def test_the_slug_of_a_trashed_post_stays_its_own():
    post = PostFactory(slug="chao-shui", trashed_at=timezone.now())
    other = PostFactory.build(slug="chao-shui", published_at=post.published_at, first_published_at=None)
    assert save_post(other).slug != "chao-shui"


def test_the_trash_tells_who_deleted_what_when_and_for_how_long_it_stays(client):
    editor = sign_in(client, make_person("editor", username="lilei"))
    act(editor, "trash_selected", [PostFactory()])
    url = reverse("admin:news_post_changelist") + "?state=trashed"
    page = editor.get(url)
    (post,) = page.context["cl"].result_list
    assert (post.removal.user.username, post.days_left) == ("lilei", 30)
    assert "lilei" in page.content.decode()
    editor.post(reverse("admin:news_post_restore", args=[post.pk]))
    assert Post.objects.get().trashed_at is None


def days_ago(days):
    return timezone.now() - dt.timedelta(days=days, hours=1)


def test_what_has_lain_for_a_month_goes_for_good_and_the_rest_stays():
    old, address = PostFactory(title="旧稿", trashed_at=days_ago(30)), None
    address = site_path(old)
    PostFactory(title="新删", trashed_at=days_ago(29))
    PostFactory(title="在用")
    out, _errors, code = say("purge_trash", "--dry-run")
    assert "旧稿" in out
    assert "新删" not in out
    assert (code, Post.objects.count()) == (0, 3)
    out, _errors, code = say("purge_trash")
    assert "旧稿" in out
    assert {post.title for post in Post.objects.all()} == {"新删", "在用"}
    assert Address.objects.get(path=address).target is None
    assert say("purge_trash", "--quiet") == ("", "", 0)


def test_it_goes_on_where_a_limit_ended_and_tells_as_json():
    for number in range(3):
        PostFactory(title=f"第{number}", trashed_at=days_ago(40 - number))
    told = json.loads(say("purge_trash", "--limit", 2, "--json")[0])
    assert [title for _pk, title in told["purged"]] == ["第0", "第1"]
    assert [title for _pk, title in json.loads(say("purge_trash", "--json")[0])["purged"]] == ["第2"]


def test_a_post_that_is_taken_out_meanwhile_is_left(monkeypatch):
    from news.publishing.posts import trash, workflow

    post = PostFactory(trashed_at=days_ago(40))
    real = trash.purge

    def purge_late(row, user):
        workflow.restore(Post.objects.get(pk=row.pk), None)
        real(row, user)

    monkeypatch.setattr(trash, "purge", purge_late)
    assert trash.purge_trash().left == [(post.pk, post.title)]
    assert Post.objects.get().trashed_at is None


def test_nonsense_is_refused():
    assert refuse("purge_trash", "--older-than", "-1")[0] == 2
    assert refuse("purge_trash", "--limit", "0")[0] == 2
