"""Roles × posts × pages: what each may do, in one table; every cell is checked."""

import pytest
from django.urls import reverse

from news.models import Post
from news.models.states import PostState
from news.publishing.posts.relations import set_authors, set_categories
from tests.admin.forms import act, fill, post_url, read_form, send
from tests.factories import AuthorFactory, CategoryFactory, PostFactory, ReadyPostFactory
from tests.people import ALL_ROLES, make_person, walked_by

pytestmark = pytest.mark.django_db

OWN, OTHER = "own", "another's"
SEE, WRITE, NONE = 200, "writes", 404
STATES = ("draft", "in_review", "published", "archived", "trashed")
# Everybody above the reporter may do everything with posts outside the trash; in the trash nobody writes.
EXPECTED = {
    ("reporter", OWN): dict(zip(STATES, (WRITE, SEE, SEE, SEE, SEE), strict=True)),
    ("reporter", OTHER): dict.fromkeys(STATES, NONE),
    **{
        (role, whose): {**dict.fromkeys(STATES, WRITE), "trashed": SEE}
        for role in ALL_ROLES
        if role != "reporter"
        for whose in (OWN, OTHER)
    },
}


def make_post(state, owner):
    from django.utils import timezone

    status = {"published": "approved", "trashed": "draft"}.get(state, state)
    return ReadyPostFactory(
        status=status, owner=owner, title="原来的标题", trashed_at=timezone.now() if state == "trashed" else None
    )


def make_ready(post):
    """With what a post must have before it is published."""
    set_categories(post, [CategoryFactory()])
    set_authors(post, [AuthorFactory()])
    return post


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("whose", [OWN, OTHER])
@pytest.mark.parametrize("role", walked_by(ALL_ROLES, "reporter", "editor"))
def test_who_sees_and_writes_which_post(desk, role, whose, state):
    client = desk(role)
    post = make_post(state, client.user if whose == OWN else make_person("reporter"))
    expected = EXPECTED[role, whose][state]
    page = client.get(post_url(post))
    assert page.status_code == (NONE if expected == NONE else 200)
    assert client.get(post_url(post, "history")).status_code == page.status_code
    listed = client.get(reverse("admin:news_post_changelist"), {"state": state}).content.decode()
    assert ("原来的标题" in listed) == (expected != NONE)

    values = read_form(page) if expected != NONE else {}
    response = send(client, post_url(post), {**values, "title": "新标题", "language": "zh-hans"})
    assert response.status_code == {WRITE: 302, SEE: 403, NONE: 404}[expected]
    post.refresh_from_db()
    assert post.title == ("新标题" if expected == WRITE else "原来的标题")


MAY_TRASH = {"reporter": 403, "editor": 302, "publisher": 302, "chief": 302, "admin": 302}


@pytest.mark.parametrize("role", ALL_ROLES)
def test_who_may_trash_and_restore(desk, role):
    client = desk(role)
    post = PostFactory(owner=client.user)
    may = MAY_TRASH[role] == 302
    assert client.get(post_url(post, "delete")).status_code == (200 if may else 403)
    assert client.post(post_url(post, "delete"), {"post": "yes"}).status_code == MAY_TRASH[role]
    assert Post.objects.get(pk=post.pk).state == (PostState.TRASHED if may else PostState.PUBLISHED)
    trashed = make_post("trashed", client.user)
    assert client.get(post_url(trashed, "restore")).status_code == 405
    assert client.post(post_url(trashed, "restore")).status_code == MAY_TRASH[role]
    assert (Post.objects.get(pk=trashed.pk).trashed_at is None) == may


@pytest.mark.parametrize("role", ALL_ROLES)
def test_who_may_publish_with_the_button(desk, role):
    client = desk(role)
    post = make_post("draft", client.user)
    response = fill(client, post, "_publish")
    is_reporter = role == "reporter"
    assert response.status_code == (403 if is_reporter else 302)
    assert Post.objects.get(pk=post.pk).is_public() != is_reporter


ACTIONS = {
    "publish_selected": ("draft", PostState.PUBLISHED, {"editor", "publisher", "chief", "admin"}),
    "unpublish_selected": ("published", PostState.DRAFT, {"editor", "publisher", "chief", "admin"}),
    "trash_selected": ("draft", PostState.TRASHED, {"editor", "publisher", "chief", "admin"}),
    "restore_selected": ("trashed", PostState.DRAFT, {"editor", "publisher", "chief", "admin"}),
    "purge_selected": ("trashed", None, {"chief", "admin"}),
}


@pytest.mark.parametrize("name", ACTIONS)
@pytest.mark.parametrize("role", ALL_ROLES)
def test_who_may_run_which_action(desk, role, name):
    state, result, roles = ACTIONS[name]
    client = desk(role)
    posts = [make_ready(make_post(state, owner)) for owner in (client.user, make_person("reporter"))]
    act(client, name, posts, f"?state={state}")
    states = [row.state if (row := Post.objects.filter(pk=post.pk).first()) else None for post in posts]
    assert states == ([result] * 2 if role in roles else [PostState(state)] * 2)


def test_an_action_reaches_only_what_the_person_reaches(reporter):
    """A reporter with the right to publish publishes own posts and no others, whatever numbers are sent."""
    from django.contrib.auth.models import Permission

    reporter.user.user_permissions.add(Permission.objects.get(codename="publish_post"))
    own, other = (make_ready(make_post("draft", owner)) for owner in (reporter.user, make_person("reporter")))
    act(reporter, "publish_selected", [own, other])
    assert Post.objects.get(pk=own.pk).is_public()
    assert not Post.objects.get(pk=other.pk).is_public()


def test_a_reporter_submits_and_hands_the_post_in(reporter):
    post = make_post("draft", reporter.user)
    assert fill(reporter, post, "_submit").status_code == 302
    post.refresh_from_db()
    assert post.state == PostState.IN_REVIEW
    assert "_submit" not in reporter.get(post_url(post)).content.decode()


def test_a_reporter_cannot_set_the_time_or_the_front_page_by_sending_the_fields(reporter):
    post = make_post("draft", reporter.user)
    post_before = Post.objects.get(pk=post.pk)
    fill(
        reporter, post, title="别的", published_at_0="2020-01-01", published_at_1="00:00", is_featured="on",
        pinned_until_0="2030-01-01", pinned_until_1="00:00", status="approved", owner="1",
    )  # fmt: skip
    post.refresh_from_db()
    assert (post.title, post.published_at, post.is_featured, post.pinned_until, post.status, post.owner) == (
        "别的",
        post_before.published_at,
        False,
        None,
        "draft",
        reporter.user,
    )


def test_the_front_page_is_the_publishers(desk):
    post = PostFactory()
    fill(desk("editor"), post, title="一", is_featured="on")
    assert not Post.objects.get(pk=post.pk).is_featured
    fill(desk("publisher"), post, is_featured="on")
    assert Post.objects.get(pk=post.pk).is_featured


def test_choosing_a_translation_does_not_show_drafts_of_others(reporter):
    own = make_post("draft", reporter.user)
    secret = PostFactory(status="draft", title="绝密草稿")
    answer = reporter.get(
        reverse("admin:autocomplete"),
        {"term": "绝密", "app_label": "news", "model_name": "post", "field_name": "translation_of"},
    )
    assert answer.json()["results"] == []
    response = fill(reporter, own, translation_of=str(secret.pk))
    assert response.status_code == 200  # not a valid choice
    assert "绝密草稿" not in response.content.decode()


@pytest.mark.parametrize("role", ALL_ROLES)
@pytest.mark.parametrize(
    ("model", "roles"),
    [
        ("category", {"editor", "publisher", "chief", "admin"}),
        ("tag", {"editor", "publisher", "chief", "admin"}),
        ("author", {"editor", "publisher", "chief", "admin"}),
        ("source", {"editor", "publisher", "chief", "admin"}),
        ("user", {"chief", "admin"}),
        ("address", {"chief", "admin"}),
    ],
)
def test_who_may_add_what(desk, role, model, roles):
    assert desk(role).get(reverse(f"admin:news_{model}_add")).status_code == (200 if role in roles else 403)


@pytest.mark.parametrize("role", ALL_ROLES)
def test_who_sees_imports_and_the_sites_facts(desk, role):
    client = desk(role)
    imports = client.get(reverse("admin:news_importbatch_changelist")).status_code
    facts = client.get(reverse("admin:news_siteprofile_change", args=[1])).status_code
    assert imports == (200 if role in {"publisher", "chief", "admin"} else 403)
    assert facts == (200 if role in {"chief", "admin"} else 403)


def test_a_chief_cannot_become_or_take_over_a_superuser(desk):
    chief = desk("chief")
    boss = make_person("admin")
    url = reverse("admin:news_user_change", args=[boss.pk])
    assert chief.post(url, {"username": "x", "is_superuser": "on"}).status_code == 403
    assert chief.get(reverse("admin:auth_user_password_change", args=[boss.pk])).status_code == 403
    own = reverse("admin:news_user_change", args=[chief.user.pk])
    values = read_form(chief.get(own), "user_form")
    chief.post(own, {**values, "is_superuser": "on", "_save": "1"})
    chief.user.refresh_from_db()
    assert not chief.user.is_superuser


def test_nobody_deletes_logins(desk):
    user = make_person("reporter")
    assert desk("admin").post(reverse("admin:news_user_delete", args=[user.pk]), {"post": "yes"}).status_code == 403


def test_strangers_and_readers_are_sent_to_the_sign_in_page(client):
    from tests.factories import UserFactory
    from tests.people import sign_in

    url = post_url(PostFactory())
    assert client.get(url).status_code == 302
    sign_in(client, UserFactory())
    assert client.get(url).status_code == 302
