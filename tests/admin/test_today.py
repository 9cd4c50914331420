"""Today: every number is the database's and leads to its rows, nobody sees what is not theirs, the cost is fixed."""

import datetime as dt
import json
import re

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from news.admin.today.work import day_begins
from news.models import (
    Activity,
    Draft,
    FollowUp,
    ImportBatch,
    Post,
    PostCheck,
    ScheduledChange,
    SiteProfile,
    ViewCount,
)
from news.publishing.log.activity import record_activity
from news.publishing.site.heartbeat import last_heartbeat, record_heartbeat
from tests.factories import CategoryFactory, PostFactory, ViewCountFactory
from tests.people import make_person

pytestmark = pytest.mark.django_db
MOST_QUERIES = 15


@pytest.fixture(autouse=True)
def heartbeat_file(settings, tmp_path):
    settings.NEWS_HEARTBEAT_FILE = tmp_path / "publish_due.json"
    return settings.NEWS_HEARTBEAT_FILE


def today(client):
    response = client.get(reverse("admin:index"))
    assert response.status_code == 200
    return response


def clauses(response):
    return {clause.url: clause.text for clause in response.context["clauses"]}


def number_of(response, part):
    return next((int(re.search(r"\d+", text)[0]) for url, text in clauses(response).items() if part in url), 0)


def draft(**values):
    return PostFactory(status="draft", published_at=None, **values)


def in_review(**values):
    values = {"submitted_at": timezone.now() - dt.timedelta(hours=3)} | values
    return PostFactory(status="in_review", published_at=None, **values)


def still_today(now):
    """A moment to come that is still today, whatever the hour."""
    return now + (day_begins(1) - now) / 2


def fill(user, count):
    """So many of everything that Today shows."""
    other = make_person("reporter")
    now = timezone.now()
    for number in range(count):
        draft(owner=user)
        draft(owner=user, review_note="改标题")
        in_review(owner=other)
        PostCheck.objects.create(
            post=PostFactory(published_at=still_today(now)), error_count=1, checked_at=now, warning_count=number
        )
        PostFactory(published_at=day_begins(1) + dt.timedelta(hours=1))
        live = PostFactory(summary="")
        PostCheck.objects.create(post=live, error_count=2, checked_at=now)
        Draft.objects.create(user=user, post=live, base_version=1, saved_at=now)
        ScheduledChange.objects.create(
            post=live, snapshot={}, base_version=1, due_at=now, done_at=now, error="版本已变"
        )
        ViewCountFactory(post=live, count=number + 1)
        ImportBatch.objects.create(counts={"failed": 1, "created": 2}, state="done")
        FollowUp.objects.create(kind="indexnow", path=f"/{live.pk}/", due_at=now - dt.timedelta(hours=1), error="x")
        record_activity(user, "published", live)


def test_the_numbers_are_the_databases_and_lead_to_their_rows(desk):
    client = desk("publisher")
    fill(client.user, 3)
    draft(owner=make_person("editor"))
    response = today(client)
    assert number_of(response, "state=mine") == Post.objects.filter(status="draft", owner=client.user).count() == 6
    assert number_of(response, "state=in_review") == Post.objects.filter(status="in_review").count() == 3
    due = Post.objects.scheduled().filter(published_at__lt=day_begins(1))
    day = f"{day_begins():%Y-%m-%d}"
    assert number_of(response, f"state=scheduled&from={day}&to={day}") == due.count() == 3
    failed = ImportBatch.objects.filter(counts__failed__gt=0)
    assert number_of(response, "trouble=week") == failed.count() == 3
    page = response.content.decode()
    assert all(url.replace("&", "&amp;") in page for url in clauses(response))


def test_the_list_of_imports_shows_those_that_today_counts(desk):
    client = desk("publisher")
    bad = ImportBatch.objects.create(counts={"failed": 2}, state="done")
    cut = ImportBatch.objects.create(state="interrupted")
    ImportBatch.objects.create(counts={"created": 9}, state="done")
    ImportBatch.objects.create(counts={"failed": 2}, state="undone")
    old = ImportBatch.objects.create(counts={"failed": 1}, state="done")
    ImportBatch.objects.filter(pk=old.pk).update(started_at=timezone.now() - dt.timedelta(days=8))
    response = today(client)
    assert number_of(response, "trouble=week") == 2
    url = next(url for url in clauses(response) if "trouble" in url)
    assert set(client.get(url).context["cl"].result_list) == {bad, cut}


def test_today_costs_the_same_with_much_and_with_little(desk):
    for role in ("reporter", "editor", "publisher", "chief", "admin"):
        client = desk(role)
        counts = []
        for more in (2, 12):
            fill(client.user, more)
            with CaptureQueriesContext(connection) as queries:
                today(client)
            counts.append(len(queries))
        assert counts[0] == counts[1] <= MOST_QUERIES, (role, counts)


def test_a_reporter_sees_nothing_of_others_and_no_machines(desk):
    client = desk("reporter")
    fill(make_person("publisher"), 2)
    hidden = [draft(title="别人的草稿"), in_review(title="别人的来稿"), PostFactory(title="别人的发布")]
    own = draft(title="自己的草稿", owner=client.user)
    response = today(client)
    page = response.content.decode()
    assert own.title in page
    assert not [post.title for post in hidden if post.title in page]
    assert response.context["machines"] is None
    assert response.context["traffic"].week == 0
    assert not response.context["troubles"]
    assert response.context["activities"] == []
    assert "publish_due" not in page
    assert reverse("admin:news_importbatch_changelist") not in page


def test_an_editor_without_the_right_to_imports_sees_none(desk):
    fill(make_person("publisher"), 1)
    assert today(desk("editor")).context["machines"] is None
    assert today(desk("publisher")).context["machines"].imports


def test_a_returned_draft_comes_first_and_says_why(desk):
    client = desk("reporter")
    back = draft(owner=client.user, review_note="第三段的年份不对")
    piles = today(client).context["work"].piles
    assert [post.pk for post in piles["returned"].posts] == [back.pk]
    assert "mine" not in piles
    assert "第三段的年份不对" in today(client).content.decode()


def test_unsaved_text_of_ones_own_is_named_that_of_others_is_not(desk):
    client = desk("editor")
    live, own = PostFactory(title="线上的文章"), draft(title="我的草稿箱", owner=client.user)
    for post in (live, own):
        Draft.objects.create(user=client.user, post=post, base_version=1, saved_at=timezone.now())
    Draft.objects.create(user=make_person("editor"), post=PostFactory(), base_version=1, saved_at=timezone.now())
    work = today(client).context["work"]
    assert [each.post for each in work.unsaved] == [live]
    assert work.piles["mine"].posts[0].unsaved_at


def test_who_waits_longest_for_a_review_comes_first(desk):
    now = timezone.now()
    late, early = (
        in_review(submitted_at=now - dt.timedelta(hours=1)),
        in_review(submitted_at=now - dt.timedelta(days=2)),
    )
    posts = today(desk("editor")).context["work"].piles["review"].posts
    assert [post.pk for post in posts] == [early.pk, late.pk]
    assert all(post.may_decide for post in posts)
    assert posts[0].waits


def test_what_appears_today_and_tomorrow_and_which_embargo_ends(desk):
    now = timezone.now()
    soon = PostFactory(published_at=still_today(now))
    later = PostFactory(published_at=day_begins(1) + dt.timedelta(hours=9))
    PostFactory(published_at=day_begins(2))
    held = draft(embargo_until=now + dt.timedelta(hours=10))
    PostFactory(published_at=now - dt.timedelta(minutes=1))
    piles = today(desk("publisher")).context["work"].piles
    found = {kind: [post.pk for post in pile.posts] for kind, pile in piles.items()}
    assert found == {"today": [soon.pk], "tomorrow": [later.pk], "embargo": [held.pk]}


def test_trashed_posts_are_nobodys_work(desk):
    client = desk("publisher")
    gone = {"trashed_at": timezone.now()}
    draft(owner=client.user, **gone)
    in_review(**gone)
    PostFactory(published_at=still_today(timezone.now()), **gone)
    PostCheck.objects.create(post=PostFactory(summary="", **gone), error_count=1, checked_at=timezone.now())
    response = today(client)
    assert not response.context["work"].piles
    assert not response.context["troubles"]
    assert not clauses(response)


def test_live_posts_with_faults_are_counted(desk):
    PostFactory(summary="有摘要", categories=[CategoryFactory()])
    PostFactory(summary="", categories=[CategoryFactory()])
    bad = PostFactory(summary="有摘要")
    PostCheck.objects.create(post=bad, error_count=3, checked_at=timezone.now())
    troubles = today(desk("editor")).context["troubles"]
    assert (troubles.without_summary, troubles.without_category, troubles.faulty_count) == (1, 1, 1)
    assert troubles.faulty == [bad]


def test_readers_are_counted_by_day_and_by_week(desk):
    post, day = PostFactory(title="最多人读"), timezone.localdate(timezone=timezone.get_default_timezone())
    for days, count in ((0, 30), (6, 20), (7, 25), (13, 15), (14, 999)):
        ViewCountFactory(post=post, day=day - dt.timedelta(days=days), count=count)
    traffic = today(desk("editor")).context["traffic"]
    assert (traffic.week, traffic.change_percent) == (50, 25)
    assert sum(bar.views for bar in traffic.bars) == 90
    assert [(row["post__title"], row["count"]) for row in traffic.top] == [("最多人读", 30)]
    assert ViewCount.objects.count() == 5


def test_without_readers_there_is_nothing_to_compare(desk):
    traffic = today(desk("editor")).context["traffic"]
    assert (traffic.week, traffic.change_percent, traffic.top) == (0, None, [])


def test_the_scheduler_leaves_a_sign_of_life(desk, heartbeat_file):
    client = desk("publisher")
    assert today(client).context["machines"].heartbeat.is_late  # never
    call_command("publish_due", quiet=True)
    assert not today(client).context["machines"].heartbeat.is_late
    assert json.loads(heartbeat_file.read_text())["at"]
    record_heartbeat(timezone.now() - dt.timedelta(minutes=11))
    response = today(client)
    assert response.context["machines"].heartbeat.is_late
    assert 'class="card bad"' in response.content.decode()


@pytest.mark.parametrize("text", ["", "{}", "[]", "nonsense", '{"at": 7}', '{"at": "2026-01-01T00:00:00"}'])
def test_a_damaged_sign_of_life_counts_as_none(heartbeat_file, text):
    heartbeat_file.write_text(text)
    assert last_heartbeat().at is None


def test_a_disk_that_takes_nothing_does_not_stop_the_round(settings, tmp_path, caplog):
    settings.NEWS_HEARTBEAT_FILE = tmp_path / "not there" / "publish_due.json"
    record_heartbeat()
    assert "sign of life" in caplog.text


def test_first_steps_go_away_when_they_are_done(desk):
    client = desk("chief")
    assert [step.is_done for step in today(client).context["steps"]] == [False] * 4
    assert today(desk("editor")).context["steps"] == []
    profile = SiteProfile.load()
    profile.name = "港城日报"
    profile.save()
    PostFactory(categories=[CategoryFactory()])
    assert [step.is_done for step in today(client).context["steps"]] == [True, True, True, False]
    old, new = "correct horse battery", "staple battery horse 9"
    data = {"old_password": old, "new_password1": new, "new_password2": new}
    assert client.post(reverse("admin:password_change"), data).status_code == 302
    assert Activity.objects.filter(user=client.user, action="password_changed").count() == 1
    assert today(client).context["steps"] == []
