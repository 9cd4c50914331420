"""The index after every way of writing posts is the one a rebuild would make."""

import random
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection, transaction
from hypothesis import example, given, settings
from hypothesis import strategies as st

from news.models import Post, SearchEntry
from news.publishing.posts import workflow
from news.publishing.posts.saving import save_post
from news.search import index
from news.search.entries import BODY_MAX_CHARS, make_columns
from news.search.index import check_index, rebuild
from tests.commands import refuse, say
from tests.exchange.test_undo_properties import HEADERS, NAMES, Newsroom
from tests.factories import PostFactory

pytestmark = pytest.mark.django_db
ACTS = ("save", "rename", "publish", "unpublish", "trash", "restore", "purge")
STEPS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(ACTS), st.integers(0, 3), st.just(0)),
        st.tuples(st.just("write"), st.integers(0, len(NAMES) - 1), st.integers(0, len(HEADERS) - 1)),
        st.tuples(st.sampled_from(("import", "undo")), st.integers(0, 1), st.just(0)),
    ),
    min_size=4,
    max_size=14,
)


class Desk(Newsroom):
    """A folder that is imported, and an editor who does everything an editor can."""

    def do(self, name, first, second):
        if name == "write":
            self.write(NAMES[first], second)
        elif name in {"import", "undo"}:
            {"import": self.run_import, "undo": self.undo}[name](first)
        else:
            self.act(name, first)

    def act(self, name, which):
        posts = list(Post.objects.order_by("pk"))
        self.before = dict.fromkeys(self.before)
        if name == "save":
            save_post(Post(title=f"新稿{len(posts)}", summary="潮汐", body="<p>港口<b>清</b>晨</p>"))
        elif which < len(posts):
            self.change(name, posts[which])

    def change(self, name, post):
        if name == "rename":
            post.title, post.body = post.title + "改", post.body + "<p>又一段</p>"
            save_post(post)
        elif name == "purge":
            workflow.purge(workflow.trash(post, None))
        else:
            getattr(workflow, name)(post, None)

    def take_back(self, pk):
        """Without the comparison of whole databases: here only the index counts."""
        self.before[pk] = None
        return super().take_back(pk)


@settings(max_examples=12, deadline=None)
@given(STEPS)
@example([("write", 0, 0), ("import", 0, 0), ("write", 0, 1), ("import", 0, 0), ("undo", 0, 0), ("undo", 0, 0)])
@example([("save", 0, 0), ("publish", 0, 0), ("rename", 0, 0), ("trash", 0, 0), ("restore", 0, 0), ("purge", 0, 0)])
def test_after_any_sequence_the_index_equals_a_rebuilt_one(tmp_path_factory, steps):
    with transaction.atomic():
        desk = Desk(tmp_path_factory.mktemp("site") / "_posts")
        for step in steps:
            desk.do(*step)
            assert list(check_index()) == []
            assert SearchEntry.objects.count() == Post.objects.count()
        transaction.set_rollback(True)


def test_deleting_posts_past_the_workflow_leaves_nothing_to_find():
    PostFactory.create_batch(3)
    Post.objects.all().delete()
    assert not SearchEntry.objects.exists()
    assert list(check_index()) == []


def test_differences_are_found_told_and_mended():
    right, missing, stale = PostFactory.create_batch(3)
    missing.search_entry.delete()
    Post.objects.filter(pk=stale.pk).update(title="换了")
    out, _errors, code = say("rebuild_search", "--check")
    assert code == 3
    assert [f"{missing.pk}" in out, f"{stale.pk}" in out, f" {right.pk} " in out] == [True, True, False]
    rebuilt = rebuild(batch_size=2)
    assert (rebuilt.posts, rebuilt.written) == (3, 2)
    assert say("rebuild_search", "--check")[2] == 0
    assert rebuild().written == 0


def test_few_posts_are_locked_at_a_time_and_indexed_by_what_they_say_then(monkeypatch):
    """Whoever saves one of them waits for no more than a few; what is saved meanwhile is not undone."""
    PostFactory.create_batch(25)
    SearchEntry.objects.update(title="")
    write, sizes = index.write_entries, []

    def write_later(posts):
        if not sizes:
            Post.objects.update(title="改了")
        sizes.append(len(posts))
        write(posts)

    monkeypatch.setattr(index, "write_entries", write_later)
    assert rebuild().written == 25
    assert sizes == [10, 10, 5]
    assert list(check_index()) == []


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL generates the index, it cannot differ")
def test_a_damaged_index_of_the_database_is_made_anew():
    post = PostFactory(title="潮汐")
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO news_search(news_search) VALUES ('delete-all')")
    assert [each.reason for each in check_index()] == ["damaged"]
    assert not rebuild().was_sound
    assert list(check_index()) == []
    assert post.search_entry.title == " 潮汐 汐 "


def test_the_command_answers_in_json_stops_between_batches_and_refuses_nonsense():
    PostFactory.create_batch(2)
    assert say("rebuild_search", "--json")[0] == (
        '{"posts": 2, "written": 0, "is_interrupted": false, "was_sound": true}\n'
    )
    assert say("rebuild_search", "--check", "--json")[0] == '{"posts": 2, "differences": []}\n'
    assert say("rebuild_search", "--quiet") == ("", "", 0)
    assert refuse("rebuild_search", "--batch-size", "0")[0] == 2
    assert rebuild(should_stop=lambda: True).is_interrupted


def test_a_long_body_is_cut_at_a_token():
    chance = random.Random(1)  # noqa: S311
    text = "".join(chance.choices("潮汐港口清晨码头", k=80_000))
    body = make_columns(Post(title="长", body=f"<p>{text}</p>"))["body"]
    assert len(body) <= BODY_MAX_CHARS
    assert set(map(len, body.split())) == {2}


def test_a_state_change_does_not_write_the_index_again():
    post = save_post(Post(title="潮汐"))
    SearchEntry.objects.filter(pk=post.pk).update(title="")
    workflow.publish(post, None)
    assert SearchEntry.objects.get(pk=post.pk).title == ""


def test_the_migration_indexes_the_posts_that_are_there(monkeypatch):
    migration = import_module("news.migrations.0007_search")
    monkeypatch.setattr(migration, "BATCH_SIZE", 2)
    PostFactory.create_batch(5)
    SearchEntry.objects.all().delete()
    migration.fill_index(apps, None)
    assert list(check_index()) == []
