"""Old imports forget what only an undo needs; what identities and exports need stays."""

import datetime as dt
import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone, translation

from news.exchange.locks import hold_import_lock
from news.models import ImportBatch, ImportItem, Post, RawSource
from news.publishing.posts.saving import save_post
from news.publishing.posts.workflow import purge, trash
from tests.commands import say
from tests.exchange.dumps import dump

pytestmark = pytest.mark.django_db


def prune(**options):
    out = io.StringIO()
    call_command("prune_imports", json=True, stdout=out, **options)
    return json.loads(out.getvalue())


def make_old(days=100):
    moment = timezone.now() - dt.timedelta(days=days)
    ImportBatch.objects.update(finished_at=moment)
    RawSource.objects.update(imported_at=moment)


@pytest.fixture
def updated(blog, run):
    """Two imports: the first created `a` and `b`, the second updated `a`."""
    blog.write("a", "title: 旧题")
    blog.write("b")
    run(blog.posts)
    blog.write("a", "title: 新题")
    return run(blog.posts).batch


def test_before_images_go_and_the_import_says_that_it_cannot_be_undone(updated, run, blog):
    make_old()
    size = len(json.dumps(ImportItem.objects.get(outcome="updated").before))
    pruned = prune()
    assert (pruned["batches"], pruned["before_images"]) == (1, 1)
    assert pruned["freed_bytes"] == pytest.approx(size, rel=0.2)
    assert ImportItem.objects.get(outcome="updated").before is None
    with pytest.raises(CommandError, match=str(updated)):
        call_command("import_undo", str(updated))
    assert run(blog.posts).unchanged == 2
    assert prune()["batches"] == 0


def test_younger_ones_stay(updated):
    make_old(days=80)
    assert prune()["before_images"] == 0
    assert prune(older_than=60)["before_images"] == 1


def test_an_import_that_only_created_can_still_be_undone(updated):
    first = ImportBatch.objects.earliest("pk")
    make_old()
    prune()
    first.refresh_from_db()
    assert first.pruned_at is None
    call_command("import_undo", str(first.pk), quiet=True, yes=True)
    assert not Post.objects.filter(slug="b").exists()


def test_a_post_whose_update_cannot_be_undone_any_more_is_kept_for_that_reason(updated, blog, run):
    first = ImportBatch.objects.earliest("pk")
    make_old()
    prune()
    blog.write("a", "title: 最新题")
    run(blog.posts)
    with translation.override("en"):
        out, _errors, code = say("import_undo", first.pk)
    assert (code, f"Import {updated} has updated it since, and its content before" in out) == (0, True)
    assert Post.objects.get().title == "最新题"


def test_an_import_that_was_undone_before_it_was_pruned_still_says_so(updated):
    say("import_undo", updated)
    make_old()
    prune()
    assert ImportBatch.objects.get(pk=updated).pruned_at
    with translation.override("en"):
        out, _errors, code = say("import_undo", updated)
    assert (code, f"Import {updated} has already been undone." in out) == (0, True)
    assert Post.objects.get(slug="a").title == "旧题"


def test_receipts_of_an_import_that_changed_nothing_go(blog, run):
    (blog.posts / "潮汐预警系统.md").write_text("---\ntitle: x\nnothing closes this\n")
    run(blog.posts)
    make_old()
    item = ImportItem.objects.get()
    texts = [item.path, item.outcome, item.collection, item.external_id, item.content_hash, item.undo]
    facts = [item.notes, item.reason, item.made, item.images]
    size = sum(len(text.encode()) for text in texts) + sum(len(json.dumps(fact)) for fact in facts)
    pruned = prune()
    assert (pruned["items"], pruned["freed_bytes"]) == (1, pytest.approx(size, rel=0.2))
    assert (ImportItem.objects.count(), ImportBatch.objects.get().counts["failed"]) == (0, 1)


def test_raw_files_go_only_when_asked_and_only_of_posts_that_were_edited_or_purged(blog, run):
    for name in "abc":
        blog.write(name, f"title: {name}")
    run(blog.posts)
    save_post(Post.objects.get(title="a"))
    hashes = dict(RawSource.objects.values_list("external_id", "content_hash"))
    make_old()
    assert prune()["raw_files"] == 0
    assert prune(raw=True)["raw_files"] == 1
    left = {raw.external_id: bool(bytes(raw.content)) for raw in RawSource.objects.all()}
    assert left == {"_posts/a.md": False, "_posts/b.md": True, "_posts/c.md": True}
    assert dict(RawSource.objects.values_list("external_id", "content_hash")) == hashes
    purge(trash(Post.objects.get(title="b"), None))
    assert run(blog.posts).unchanged == 3


def test_a_dry_run_says_the_same_and_writes_nothing(updated):
    make_old()
    save_post(Post.objects.get(slug="b"))
    before = dump()
    dry = prune(raw=True, dry_run=True)
    assert (dump(), ImportItem.objects.filter(before__isnull=False).count()) == (before, 1)
    assert {**prune(raw=True), "dry_run": True} == dry
    assert dry["freed_bytes"] > 0


def test_an_undo_that_is_under_way_keeps_what_it_needs(updated):
    make_old()
    ImportBatch.objects.update(state="undoing")
    assert prune()["before_images"] == 0


@pytest.mark.parametrize("days", [-1, 36_501, 99_999_999, 10**12])
def test_it_refuses_days_that_are_none(site, days):
    with pytest.raises(CommandError) as caught:
        prune(older_than=days)
    assert caught.value.returncode == 2


def test_it_waits_for_no_other_run(site):
    with hold_import_lock(), pytest.raises(CommandError) as caught:
        prune()
    assert caught.value.returncode == 4


def test_the_words_say_how_much(updated):
    make_old()
    out = io.StringIO()
    call_command("prune_imports", stdout=out)
    assert "1" in out.getvalue()
    assert len(out.getvalue().splitlines()) == 2
