"""An interrupted import goes on: in the same batch, to the same end totals, without doing again what is done."""

import signal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from news.exchange import importer as importing
from news.exchange.receipts import ReportFile
from news.models import ImportBatch, ImportItem, Post, Revision
from news.publishing.posts.saving import save_post
from tests.exchange.dumps import dump

pytestmark = pytest.mark.django_db


@pytest.fixture
def run_part(run, monkeypatch):
    """`run_part(2, path)` runs until Ctrl-C is pressed while the second file is being done."""

    def run_until(count, *paths, **options):
        done = []

        def add(self, item, add=ReportFile.add):
            add(self, item)
            done.append(item)
            if len(done) == count:
                signal.raise_signal(signal.SIGINT)

        with monkeypatch.context() as patch:
            patch.setattr(ReportFile, "add", add)
            return run(*paths, **options)

    return run_until


@pytest.fixture
def read_files(monkeypatch):
    """The names of the files that were read as posts."""
    names = []

    def read_record(source, raw, options, read=importing.read_record):
        names.append(source.file.name)
        return read(source, raw, options)

    monkeypatch.setattr(importing, "read_record", read_record)
    return names


def break_file(blog, name):
    (blog.posts / f"{name}.md").write_text("---\ntitle: x\nnothing closes this\n")


class TestGoingOn:
    def test_the_totals_are_those_of_one_clean_run(self, blog, run, run_part):
        for name in "abcde":
            blog.write(name, f"title: {name}_\nheadimg: http://x.example/{name}.jpg", "<p><b>小题</b></p><p>字</p>")
        break_file(blog, "b")
        first = run_part(3, blog.posts)
        assert (first.created, first.failed, first.exit) == (2, 1, 130)
        second = run(blog.posts)
        assert (second.batch, second.created, second.failed, second.exit) == (first.batch, 4, 1, 3)
        assert (second.images["pending"], len(second.items)) == (4, 5)
        batch = ImportBatch.objects.get()
        assert (batch.state, batch.counts["created"], batch.counts["notes"]["image-pending"]) == ("done", 4, 4)
        assert batch.items.count() == 5

    def test_what_is_done_is_not_read_again(self, blog, run, run_part, read_files):
        for name in "abcd":
            blog.write(name)
        run_part(2, blog.posts)
        read_files.clear()
        run(blog.posts)
        assert read_files == ["c.md", "d.md"]

    def test_what_failed_is_tried_again_and_its_row_replaced(self, blog, run, run_part):
        for name in "abc":
            blog.write(name)
        break_file(blog, "a")
        run_part(2, blog.posts)
        blog.write("a")
        second = run(blog.posts)
        assert (second.created, second.failed) == (3, 0)
        assert sorted(ImportItem.objects.values_list("outcome", flat=True)) == ["created"] * 3

    def test_a_file_that_changed_meanwhile_is_taken_in_as_what_it_was(self, blog, run, run_part, monkeypatch):
        empty = dump()
        for name in "abc":
            blog.write(name, f"title: {name}\ntags: [甲]")
        run_part(2, blog.posts)
        blog.write("a", "title: neu\ntags: [乙]")
        second = run(blog.posts)
        assert (second.created, second.updated) == (3, 0)
        assert Post.objects.filter(title="neu").exists()
        from django.core.management import call_command

        call_command("import_undo", str(second.batch), yes=True, quiet=True)
        assert dump() == empty

    def test_and_keeps_what_is_done_when_it_cannot_be_read_any_more(self, blog, run, run_part):
        for name in "abc":
            blog.write(name)
        run_part(2, blog.posts)
        break_file(blog, "a")
        second = run(blog.posts)
        assert (second.created, second.failed, second.exit) == (2, 1, 3)
        item = ImportItem.objects.get(external_id="_posts/a.md")
        assert (item.outcome, item.reason["code"], item.post_id is None) == ("created", "fence-missing", False)

    def test_it_says_so(self, blog, run, run_part):
        for name in "abcd":
            blog.write(name)
        run_part(3, blog.posts)
        with translation.override("en"):
            second = run(blog.posts)
        assert f"Continuing import {second.batch}: 3 of 4 files are done." in second.stderr

    def test_the_way_on_is_said_with_json_too(self, blog, run_part):
        for name in "ab":
            blog.write(name)
        with translation.override("en"):
            assert "Run the same command again" in run_part(1, blog.posts).stderr

    def test_the_limit_and_the_report_are_no_part_of_the_command(self, blog, run, run_part, tmp_path):
        for name in "abcd":
            blog.write(name)
        first = run_part(1, blog.posts, limit=3)
        second = run(blog.posts, report=tmp_path / "r.jsonl")
        assert (second.batch, second.created) == (first.batch, 4)

    def test_cut_by_a_limit_it_is_still_unfinished(self, blog, run, run_part):
        for name in "abcd":
            blog.write(name)
        first = run_part(2, blog.posts)
        run(blog.posts, limit=1)
        assert (ImportBatch.objects.get().state, ImportBatch.objects.get().counts["created"]) == ("interrupted", 2)
        assert run(blog.posts).batch == first.batch

    def test_the_same_folder_by_another_way_is_the_same_command(self, blog, run, run_part):
        for name in "ab":
            blog.write(name)
        first = run_part(1, blog.posts)
        assert run(blog.posts / ".." / "_posts").batch == first.batch


class TestNotGoingOn:
    def test_a_finished_import_is_not_gone_on_with(self, blog, run):
        blog.write("a")
        first = run(blog.posts)
        blog.write("b")
        second = run(blog.posts)
        assert (second.batch != first.batch, second.unchanged, second.created) == (True, 1, 1)

    @pytest.mark.parametrize("options", [{"status": "draft"}, {"update": True}, {"categories": "flat"}])
    def test_a_different_command_leaves_it_alone(self, blog, run, run_part, options):
        for name in "abc":
            blog.write(name)
        first = run_part(2, blog.posts)
        other = run(blog.posts, **options)
        assert other.batch != first.batch
        assert ImportBatch.objects.get(pk=first.batch).state == "interrupted"
        assert run(blog.posts).batch == first.batch

    def test_restart_begins_a_new_batch_and_nothing_goes_on_with_the_old_one(self, blog, run, run_part):
        for name in "abcd":
            blog.write(name)
        first = run_part(2, blog.posts)
        second = run(blog.posts, restart=True)
        assert (second.batch != first.batch, second.unchanged, second.created) == (True, 2, 2)
        assert ImportBatch.objects.get(pk=first.batch).state == "interrupted"
        blog.write("e")
        assert run(blog.posts).batch not in {first.batch, second.batch}

    def test_a_dry_run_does_not_touch_it(self, blog, run, run_part):
        for name in "ab":
            blog.write(name)
        run_part(1, blog.posts)
        dead = ImportBatch.objects.create()
        assert run(blog.posts, dry_run=True).batch is None
        assert set(ImportBatch.objects.values_list("state", flat=True)) == {"interrupted", "running"}
        assert ImportBatch.objects.get(pk=dead.pk).state == "running"


class TestUpdate:
    def test_unchanged_files_are_read_again_and_equal_posts_get_no_revision(self, blog, run, read_files):
        blog.write("a", "title: a\ntags: [甲]\nheadimg: http://x.example/1.jpg\nalias: /old/")
        blog.picture("_posts/pier.jpg")
        blog.write("b", "title: b\nupdated: 2024-06-01", '<img src="pier.jpg"><p>字</p>')
        run(blog.posts)
        before, revisions = dump(), Revision.objects.count()
        read_files.clear()
        result = run(blog.posts, update=True)
        assert (result.unchanged, result.updated, result.batch, read_files) == (2, 0, None, ["a.md", "b.md"])
        assert (dump(), Revision.objects.count()) == (before, revisions)

    def test_other_options_take_effect(self, blog, run):
        blog.write("a", "title: a", "<p><b>小题</b></p><p>字</p>")
        run(blog.posts, promote_headings=False)
        result = run(blog.posts, update=True)
        assert (result.updated, "<h2>" in Post.objects.get().body, Revision.objects.count()) == (1, True, 2)

    def test_what_an_editor_touched_is_left(self, blog, run):
        blog.write("a")
        run(blog.posts)
        post = Post.objects.get()
        post.title = "编辑改的"
        save_post(post)
        result = run(blog.posts, update=True)
        assert (result.unchanged, result.skipped, result.items[0]["notes"]) == (1, 0, [])
        assert Post.objects.get().title == "编辑改的"


class TestCost:
    def test_going_on_asks_no_more_of_the_database_for_the_last_file_than_for_the_second(self, blog, run, run_part):
        from pathlib import Path
        from zoneinfo import ZoneInfo

        from news.exchange.batches import BatchLog
        from news.exchange.importer import Importer
        from news.exchange.options import ImportOptions
        from news.exchange.source_files import find_files, find_places

        for number in range(12):
            blog.write(f"{number:02}", f"title: 第{number}篇\ntags: [甲, 乙]")
        run_part(8, blog.posts)
        options = ImportOptions(zone=ZoneInfo("UTC"))
        items = Importer(options, BatchLog(options, going_on=ImportBatch.objects.get())).run(
            find_files(find_places([Path(blog.posts)]))
        )
        costs = []
        for _number in range(12):
            with CaptureQueriesContext(connection) as queries:
                next(items)
            costs.append(len(queries))
        assert costs[:8] == [1] * 8
        assert costs[9] == costs[11]
