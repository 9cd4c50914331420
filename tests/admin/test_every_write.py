"""Whatever somebody writes in the admin is in the log exactly once, and is not there when the write is not."""

import datetime as dt
import inspect
import io

import pytest
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from news.models import Activity, Address, Post, SiteProfile, Slot
from news.publishing.posts import workflow
from news.publishing.posts.recording import record_revision
from news.publishing.posts.restoring import restore_revision
from news.publishing.posts.saving import save_post
from news.publishing.posts.scheduled_changes import apply_due_changes, cancel_change, schedule_change
from news.publishing.versions.snapshots import take_snapshot
from tests.admin.forms import fill, read_form
from tests.factories import (
    AuthorFactory,
    CategoryFactory,
    ImageFactory,
    PageFactory,
    PostFactory,
    SourceFactory,
    TagFactory,
    UserFactory,
)
from tests.people import make_person

pytestmark = pytest.mark.django_db
# What is registered and written by nobody in the admin: imports, follow-ups, revisions, the log itself.
READ_ONLY = {"revision", "importbatch", "importitem", "rawsource", "followup", "activity"}
NEW = {
    "category": {"name": "新栏目"},
    "tag": {"name": "新标签"},
    "author": {"name": "新作者", "kind": "person"},
    "source": {"name": "新来源", "policy": "full"},
    "page": {"title": "新页", "slug": "new", "body": "<p>文</p>", "language": "zh-hans", "position": "0"},
    "address": {"path": "/old/"},
    "post": {"title": "新文", "language": "zh-hans"},
    "user": {"username": "xin", "password1": "Kx9#mountain-water", "password2": "Kx9#mountain-water"},
    "slot": {"place": "lead", "position": "0"},
}
CHANGED = {
    "category": (CategoryFactory, {"name": "改"}),
    "tag": (TagFactory, {"name": "改"}),
    "author": (AuthorFactory, {"name": "改"}),
    "source": (SourceFactory, {"name": "改"}),
    "page": (PageFactory, {"title": "改"}),
    "image": (ImageFactory, {"alt": "改"}),
    "address": (lambda: Address.objects.create(path="/old/"), {"path": "/older/"}),
    "post": (PostFactory, {"title": "改"}),
    "user": (UserFactory, {"first_name": "改"}),
    "slot": (lambda: Slot.objects.create(place="lead", post=PostFactory()), {"position": "1"}),
    "siteprofile": (lambda: SiteProfile.objects.create(name="报"), {"name": "改"}),
}
DELETED = ("category", "tag", "author", "source", "page", "address", "slot", "post")


def told():
    return list(Activity.objects.order_by("pk").values_list("action", "model", "object_id"))


def form_id(name):
    return f"{name}_form"


def test_every_registered_admin_is_looked_at():
    registered = {model._meta.model_name for model in admin.site._registry}
    assert registered == READ_ONLY | set(CHANGED)
    assert set(NEW) | {"image", "siteprofile"} == set(CHANGED)  # pictures are uploaded, the profile is one row


@pytest.mark.parametrize("name", NEW)
def test_adding_is_told_once(desk, name):
    client, url = desk("admin"), reverse(f"admin:news_{name}_add")
    values = dict(NEW[name])
    if name == "slot":
        values["post"] = str(PostFactory().pk)
    form = read_form(client.get(url), form_id(name))
    assert client.post(url, {**form, **values, "_save": "1"}).status_code == 302
    model = {model._meta.model_name: model for model in admin.site._registry}[name]
    newest = model._default_manager.order_by("-pk").first()
    assert told() == [("saved" if name == "post" else "added", name, newest.pk)]


@pytest.mark.parametrize("name", CHANGED)
def test_changing_is_told_once_and_saving_without_a_change_not_twice(desk, name):
    make, changes = CHANGED[name]
    thing, client = make(), desk("admin")
    if name == "post":
        fill(client, thing, **changes)
    else:
        url = reverse(f"admin:news_{name}_change", args=[thing.pk])
        form = read_form(client.get(url), form_id(name))
        assert client.post(url, {**form, **changes, "_save": "1"}).status_code == 302
    assert told() == [("saved" if name == "post" else "changed", name, thing.pk)]


@pytest.mark.parametrize("name", DELETED)
def test_deleting_is_told_once(desk, name):
    thing = CHANGED[name][0]()
    desk("admin").post(reverse(f"admin:news_{name}_delete", args=[thing.pk]), {"post": "yes"})
    assert told() == [("trashed" if name == "post" else "deleted", name, thing.pk)]


@pytest.mark.parametrize("name", ["category", "tag", "author", "source", "page", "address", "slot"])
def test_deleting_several_tells_of_each(desk, name):
    things = [CHANGED[name][0]() for _ in range(1 if name in ("address", "slot") else 3)]
    values = {"action": "delete_selected", "_selected_action": [thing.pk for thing in things], "post": "yes"}
    desk("admin").post(reverse(f"admin:news_{name}_changelist"), values)
    assert sorted(told()) == [("deleted", name, pk) for pk in sorted(thing_pk for _act, _name, thing_pk in told())]
    assert len(told()) == len(things)


def test_an_upload_is_told_once(desk, settings, tmp_path):
    from PIL import Image as Pillow

    settings.MEDIA_ROOT = tmp_path
    data = io.BytesIO()
    Pillow.new("RGB", (64, 64), "teal").save(data, "PNG")
    client = desk("editor")
    for _ in range(2):  # the second finds what is there
        file = SimpleUploadedFile("a.png", data.getvalue(), "image/png")
        assert client.post(reverse("admin:news_image_upload"), {"upload": file}).status_code == 200
    assert [row[:2] for row in told()] == [("added", "image")]


def test_a_password_is_told_once(desk):
    user = make_person("reporter")
    url = reverse("admin:auth_user_password_change", args=[user.pk])
    values = {"password1": "Kx9#mountain-water", "password2": "Kx9#mountain-water"}
    desk("admin").post(url, values)
    assert told() == [("changed", "user", user.pk)]


def bring_back(post, user):
    revision = record_revision(post, None)
    revision.snapshot["title"] = "旧题"
    revision.save()
    return restore_revision(post, revision, user, post.version)


def plan(post, user):
    due_at = timezone.now() + dt.timedelta(hours=1)
    return schedule_change(post, {**take_snapshot(post), "title": "新"}, due_at, user or make_person("editor"))


def unlogged(change):
    """Without the row about the plan, so that the next act stands alone."""
    Activity.objects.all()._raw_delete("default")
    return change


ACTS = {
    "submitted": (workflow.submit, {"status": "draft"}),
    "returned": (lambda post, user: workflow.send_back(post, user, "为何"), {"status": "in_review"}),
    "published": (workflow.publish, {"status": "draft"}),
    "unpublished": (workflow.unpublish, {}),
    "archived": (workflow.archive, {}),
    "trashed": (workflow.trash, {}),
    "restored": (workflow.restore, {"trashed_at": timezone.now()}),
    "undone": (workflow.undo_step, {}),
    "purged": (workflow.purge, {"trashed_at": timezone.now()}),
    "saved": (save_post, {}),
    "reverted": (bring_back, {}),
    "change planned": (plan, {}),
    "change cancelled": (lambda post, user: cancel_change(unlogged(plan(post, user)), user), {}),
    "changed as planned": (lambda post, user: list(apply_due_changes(unlogged(plan(post, user)).due_at)), {}),
}


@pytest.mark.parametrize("name", ACTS)
def test_every_act_of_the_workflow_is_told_once_with_the_person(name):
    act, values = ACTS[name]
    post, user = PostFactory(**values), make_person("editor")
    pk = post.pk
    act(post, user)
    rows = Activity.objects.filter(user__isnull=False)
    assert list(rows.values_list("action", "model", "object_id", "user")) == [(name, "post", pk, user.pk)]


def test_every_act_has_a_row_in_this_table():
    """A new function of the workflow is one line here."""
    ours = inspect.getmembers(workflow, lambda each: getattr(each, "__module__", "") == workflow.__name__)
    acts = {name for name, each in ours if inspect.isfunction(each) and not name.startswith(("mark_", "_"))}
    assert acts == {"submit", "send_back", "publish", "unpublish", "archive", "trash", "restore", "purge", "undo_step"}


def test_what_is_not_written_is_not_told(desk, monkeypatch):
    post = save_post(PostFactory(status="draft"))

    def fail(*args, **kwargs):
        raise RuntimeError("after the log")

    monkeypatch.setattr("news.admin.posts.admin.PostAdmin._tell_removed", fail)
    with pytest.raises(RuntimeError):
        fill(desk("editor"), post, title="新")
    assert (told(), Post.objects.get().version) == ([], post.version)
