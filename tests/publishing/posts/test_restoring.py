"""An earlier text brought back: all of it, as a new version, and nothing of what decides who sees it."""

import datetime as dt

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from news.models import Activity, Correction, Post
from news.publishing.errors import EditConflictError
from news.publishing.posts.recording import record_revision
from news.publishing.posts.relations import set_authors, set_categories, set_tags
from news.publishing.posts.restoring import restore_revision
from news.publishing.posts.saving import save_post, write_row
from news.publishing.posts.workflow import unpublish
from news.publishing.versions.fields import POST_FIELDS, TEXT_FIELDS
from news.publishing.versions.snapshots import take_snapshot
from tests.factories import AuthorFactory, CategoryFactory, ImageFactory, PostFactory, SourceFactory
from tests.people import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def post():
    post = PostFactory(
        title="旧题", source=SourceFactory(), header_image=ImageFactory(),
        categories=CategoryFactory.create_batch(2), authors=AuthorFactory.create_batch(2), tags=["海港", "AI"],
    )  # fmt: skip
    record_revision(post, None)
    return post


def rewrite(post, **values):
    fields = {"title": "新题", "body": "<p>新文。</p>", "source": None, "header_image": None} | values
    for name, value in fields.items():
        setattr(post, name, value)
    write_row(post)
    set_categories(post, [])
    set_authors(post, [])
    set_tags(post, ["别的"])
    record_revision(post, None)


def content(snapshot):
    return {field.name: snapshot[field.name] for field in TEXT_FIELDS}


def state(snapshot):
    return {
        field.name: snapshot[field.name]
        for field in POST_FIELDS
        if field.role != "text" and field.is_column and field.name != "updated_at"
    }


def bring_back(post, version, user=None):
    stored = Post.objects.get(pk=post.pk)
    return restore_revision(stored, post.revisions.get(version=version), user or make_person("editor"), stored.version)


def test_text_and_links_are_what_they_were_and_the_state_is_what_it_is(post):
    first = post.revisions.get().snapshot
    rewrite(post)
    unpublish(post, None)
    before = take_snapshot(post)
    restored = bring_back(post, 1)
    now = take_snapshot(Post.objects.get(pk=post.pk))
    assert restored.is_written
    assert content(now) == content(first)
    assert state(now) == state(before)


def test_it_is_a_new_version_with_a_reason_and_one_row_in_the_log(post):
    rewrite(post)
    user = make_person("editor")
    bring_back(post, 1, user)
    revision = post.revisions.first()
    assert (revision.version, revision.reason, revision.note, revision.user) == (3, "reverted", "1", user)
    row = Activity.objects.get()
    assert (row.action, row.user, row.version_from, row.version_to) == ("reverted", user, 2, 3)
    assert row.facts["changes"]["title"] == {"old": "新题", "new": "旧题"}


def test_nothing_is_written_when_somebody_was_faster(post):
    rewrite(post)
    stale = Post.objects.get(pk=post.pk)
    save_post(Post.objects.get(pk=post.pk))
    with pytest.raises(EditConflictError):
        restore_revision(stale, post.revisions.get(version=1), make_person("editor"), stale.version)
    assert Post.objects.get(pk=post.pk).title == "新题"


def test_nothing_is_written_when_it_says_the_same_already(post):
    restored = bring_back(post, 1)
    assert (restored.is_written, Post.objects.get(pk=post.pk).version) == (False, 1)


def test_what_is_gone_is_named_and_left_out(post):
    category, author = post.ordered_categories()[0], post.ordered_authors()[0]
    revision = post.revisions.get()
    revision.snapshot["body"] = '<p>图<img src="/i/987654/" alt=""></p>'
    revision.save()
    rewrite(post)
    Activity.objects.create(action="deleted", model="category", object_id=category.pk, title="旧栏目")
    numbers = category.pk, author.pk
    category.delete()
    author.delete()
    restored = bring_back(post, 1)
    found = {(each.field, each.pk, each.name) for each in restored.missing}
    assert found == {("categories", numbers[0], "旧栏目"), ("authors", numbers[1], ""), ("body", 987654, "")}
    assert len(restored.post.ordered_categories()) == 1
    assert not bring_back(post, 1).is_written


def test_corrections_that_readers_know_stay(post):
    rewrite(post)
    Correction.objects.create(post=post, text="已更正")
    bring_back(post, 1)
    assert post.corrections.count() == 1


def test_a_slug_that_another_post_has_now_is_said(post):
    old = post.slug
    rewrite(post, slug="other")
    PostFactory(slug=old, path_on=post.path_on)
    assert bring_back(post, 1).slug == f"{old}-2"


PLAIN = st.text(alphabet="海尔集团a b1，。", min_size=1, max_size=20).map(str.strip).filter(bool)


@settings(max_examples=25, deadline=None)
@given(values=st.fixed_dictionaries({
    "title": PLAIN, "subtitle": PLAIN, "summary": PLAIN, "notes": PLAIN,
    "body": PLAIN.map(lambda text: f"<p>{text}</p>"),
    "language": st.sampled_from(["zh-hans", "en"]), "has_comments": st.sampled_from([None, True, False]),
    "origin": st.sampled_from(["", "original", "translated"]), "seo_title": PLAIN,
}), tags=st.lists(st.sampled_from(["甲", "乙", "丙"]), unique=True))  # fmt: skip
def test_restoring_a_snapshot_gives_an_equal_snapshot(post, values, tags):
    post.refresh_from_db()
    for name, value in values.items():
        setattr(post, name, value)
    write_row(post)
    set_tags(post, tags)
    wanted = record_revision(post, None)
    rewrite(post, published_at=timezone.now() - dt.timedelta(minutes=1))
    bring_back(post, wanted.version)
    now = content(take_snapshot(Post.objects.get(pk=post.pk)))
    assert {**now, "tags": sorted(now["tags"])} == {**content(wanted.snapshot), "tags": sorted(wanted.snapshot["tags"])}
