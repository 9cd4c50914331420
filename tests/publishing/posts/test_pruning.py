"""Which revisions are forgotten, and which never: what readers saw, and what something else needs."""

import datetime as dt
import json

import pytest
from django.utils import timezone, translation

from news.models import Draft, ImportBatch, ImportItem, Revision, ScheduledChange
from news.publishing.posts.pruning import prune_revisions
from news.publishing.versions.as_of import seen_at
from news.publishing.versions.snapshots import take_snapshot
from tests.commands import refuse, say
from tests.factories import PostFactory
from tests.people import make_person

pytestmark = pytest.mark.django_db
NOW = timezone.now()
LINE = NOW - dt.timedelta(days=90)
OLD = (NOW - dt.timedelta(days=200)).replace(hour=2, minute=0, second=0, microsecond=0)  # 10 o'clock in Shanghai


def make(post, *rows):
    """Rows of hours after OLD and of what the snapshot says differently."""
    snapshot = take_snapshot(post) | {"status": "draft", "published_at": None}
    for version, (hours, values) in enumerate(rows, start=1):
        row = Revision.objects.create(post=post, version=version, snapshot={**snapshot, **values})
        Revision.objects.filter(pk=row.pk).update(created_at=OLD + dt.timedelta(hours=hours))
    return post


def left(post):
    return sorted(post.revisions.values_list("version", flat=True))


def public(hours=-24):
    return {"status": "approved", "published_at": (OLD + dt.timedelta(hours=hours)).isoformat()}


def prune(**options):
    return list(prune_revisions(LINE, **options))


def test_of_old_drafts_the_first_the_last_and_one_a_day_stay():
    post = make(PostFactory(), *((hours, {}) for hours in (0, 1, 2, 24, 25, 26, 48, 49)))
    assert [(each.count, each.kept) for each in prune()] == [(4, 4)]
    assert left(post) == [1, 3, 6, 8]
    assert prune() == []


def test_what_readers_saw_stays_and_what_ended_it():
    post = make(
        PostFactory(),
        *((0, {}), (1, public()), (2, {}), (3, {}), (4, {}), (5, public()), (6, public()), (7, {}), (8, {}), (9, {})),
    )
    before = {hours: seen_at(post, OLD + dt.timedelta(hours=hours, minutes=30)).state for hours in range(10)}
    prune()
    assert left(post) == [1, 2, 3, 6, 7, 8, 10]
    assert {hours: seen_at(post, OLD + dt.timedelta(hours=hours, minutes=30)).state for hours in range(10)} == before


def test_one_that_appeared_by_time_alone_was_seen():
    post = make(PostFactory(), (0, {}), (1, public(hours=2)), (3, {}), (4, public(hours=99)), (5, {}), (6, {}))
    prune()
    assert left(post) == [1, 2, 3, 6]


def test_what_surrounds_a_correction_stays():
    said = {"corrections": [["已更正", OLD.isoformat()]]}
    post = make(PostFactory(), (0, {}), (1, {}), (2, {}), (3, said), (4, said), (5, said))
    prune()
    assert left(post) == [1, 3, 4, 6]


def test_what_a_planned_change_unsaved_text_or_an_undo_needs_stays():
    post, user = PostFactory(), make_person("editor")
    make(post, *((hours / 2, {}) for hours in range(12)))
    ScheduledChange.objects.create(post=post, user=user, snapshot={}, base_version=3, due_at=NOW)
    Draft.objects.create(post=post, user=user, base_version=5, saved_at=NOW)
    batch = ImportBatch.objects.create(paths=["a"])
    before = {"version": 7, "packed": "", "raw_source": {}}
    ImportItem.objects.create(batch=batch, path="a", outcome="updated", post=post, post_version=9, before=before)
    prune()
    assert left(post) == [1, 3, 5, 7, 8, 9, 12]


def test_what_is_young_stays():
    post = make(PostFactory(), *((hours, {}) for hours in range(4)))
    assert list(prune_revisions(OLD)) == []
    assert left(post) == [1, 2, 3, 4]


def test_it_stops_where_it_is_told_and_goes_on_later():
    posts = [make(PostFactory(), *((hours, {}) for hours in range(4))) for _ in range(3)]
    assert len(prune(limit=1)) == 1
    assert prune(should_stop=lambda: True) == []
    assert len(prune()) == 2
    assert all(left(post) == [1, 4] for post in posts)


class TestTheCommand:
    @pytest.fixture(autouse=True)
    def english(self):
        with translation.override("en"):
            yield

    def test_it_says_what_went(self):
        post = make(PostFactory(), *((hours, {}) for hours in range(5)))
        out, _errors, code = say("prune_revisions", dry_run=True)
        assert (code, out) == (
            0,
            "(dry run, nothing was written)\nPosts: 1   revisions deleted: 3   kept: 2\n",
        )
        assert len(left(post)) == 5
        out, _errors, code = say("prune_revisions", json=True)
        assert json.loads(out) == {"dry_run": False, "posts": 1, "revisions": 3, "kept": 2}
        assert say("prune_revisions", quiet=True)[0] == ""
        assert left(post) == [1, 5]

    @pytest.mark.parametrize("options", [{"older_than": -1}, {"older_than": 99_999}, {"limit": 0}])
    def test_numbers_that_make_no_sense_are_refused(self, options):
        assert refuse("prune_revisions", **options)[0] == 2
