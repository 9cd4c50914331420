"""The calendar: what appears on which day, and moving what is still to come."""

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from news.models import Post
from news.publishing.posts.saving import save_post
from tests.admin.forms import read_form
from tests.factories import PostFactory
from tests.people import make_person

pytestmark = pytest.mark.django_db
URL = reverse("admin:news_post_calendar")
NOW = dt.datetime(2026, 11, 26, 4, 0, tzinfo=dt.UTC)  # noon in Shanghai


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def at(day, hour=9, minute=0):
    return dt.datetime(2026, 11, day, hour, minute, tzinfo=timezone.get_default_timezone())


def days_of(client, **query):
    month = client.get(URL, query).context["month"]
    return {day.date.isoformat(): day for week in month.weeks for day in week}


def move(client, post, **values):
    page = client.get(URL, {"month": "2026-11"}).context["month"]
    tokens = {entry.post.pk: entry.post.token for week in page.weeks for day in week for entry in day.entries}
    sent = {"post": post.pk, "version": tokens[post.pk], "back": URL, **values}
    return client.post(URL, sent, follow=True)


def test_published_scheduled_and_embargoed_posts_stand_in_their_day_of_the_sites_zone(editor):
    PostFactory(title="早", published_at=at(3, 0, 30))
    PostFactory(title="晚", published_at=at(29, 23, 30))
    PostFactory(title="密", status="draft", published_at=None, embargo_until=at(28))
    PostFactory(title="删", published_at=at(3), trashed_at=NOW)
    PostFactory(title="稿", published_at=at(3), status="draft")
    days = days_of(editor)
    shown = {date: [str(entry.post) for entry in day.entries] for date, day in days.items() if day.every}
    assert shown == {"2026-11-03": ["早"], "2026-11-29": ["晚"], "2026-11-28": ["密"]}
    assert min(days) == "2026-10-26"  # a Monday


def test_a_reporter_sees_own_posts_and_moves_none(reporter):
    own = PostFactory(owner=reporter.user, published_at=at(28))
    PostFactory(owner=make_person("reporter"), published_at=at(28))
    days = days_of(reporter)
    assert [entry.post.pk for entry in days["2026-11-28"].every] == [own.pk]
    assert days["2026-11-28"].every[0].post.token == ""
    assert reporter.post(URL, {"post": own.pk, "date": "2026-11-29"}).status_code == 403


def test_a_scheduled_post_moves_to_another_day_and_keeps_its_time_of_day(editor):
    post = PostFactory(published_at=at(28, 9, 30))
    move(editor, post, date="2026-11-30")
    post.refresh_from_db()
    assert post.published_at == at(30, 9, 30)
    move(editor, post, date="2026-11-29", time="20:15")
    post.refresh_from_db()
    assert post.published_at == at(29, 20, 15)
    assert post.revisions.first().reason == "scheduled"


@pytest.mark.parametrize(
    "values",
    [{"date": "2026-11-01"}, {"date": "nonsense"}, {"date": "2026-11-30", "time": "25:99"}, {"version": "forged"}, {}],
)
def test_what_cannot_be_is_said_and_nothing_moves(editor, values):
    post = PostFactory(published_at=at(28))
    answer = move(editor, post, **values)
    assert answer.status_code == 200
    assert len(answer.context["messages"]) == 1
    assert Post.objects.get().published_at == at(28)


def test_a_post_that_was_changed_meanwhile_or_is_public_already_stays(editor, clock):
    post, soon = PostFactory(published_at=at(28)), PostFactory(published_at=at(26, 12, 30))
    page = editor.get(URL)
    tokens = {
        entry.post.pk: entry.post.token for week in page.context["month"].weeks for day in week for entry in day.every
    }
    save_post(Post.objects.get(pk=post.pk))
    clock.shift(3600)
    for each in (post, soon):
        editor.post(URL, {"post": each.pk, "version": tokens[each.pk], "date": "2026-11-30"})
        assert Post.objects.get(pk=each.pk).published_at == each.published_at


def test_an_embargo_is_not_undercut(editor):
    post = PostFactory(published_at=at(29), embargo_until=at(28, 12))
    answer = move(editor, post, date="2026-11-27")
    assert "2026-11-28 12:00" in str(next(iter(answer.context["messages"])))
    assert Post.objects.get().published_at == at(29)


def test_silences_of_more_than_three_hours_today_are_named(editor):
    for hour in (10, 12, 18):
        PostFactory(published_at=at(26, hour))
    gaps = editor.get(URL).context["gaps"]
    assert [(timezone.localtime(gap.starts_at).hour, gap.hours) for gap in gaps] == [(12, 6), (18, 4)]


def test_a_day_to_come_opens_a_new_post_with_its_time(editor):
    page = editor.get(URL).content.decode()
    assert "?published_at=2026-11-27T09:00" in page
    assert "?published_at=2026-11-26T" not in page
    form = read_form(editor.get(reverse("admin:news_post_add"), {"published_at": "2026-11-27T09:00"}))
    assert (form["published_at_0"], form["published_at_1"]) == (["2026-11-27"], ["09:00:00"])
    for nonsense in ("x", "0001-01-01T00:00", "2026-13-45T00:00"):
        assert editor.get(reverse("admin:news_post_add"), {"published_at": nonsense}).status_code == 200


def test_a_crowded_month_is_capped_a_day_and_costs_the_same(editor):
    def count():
        with CaptureQueriesContext(connection) as queries:
            assert editor.get(URL).status_code == 200
        return len(queries)

    PostFactory(published_at=at(27))
    editor.get(URL)
    one = count()
    PostFactory.create_batch(30, published_at=at(27, 10))
    assert count() == one
    day = days_of(editor)["2026-11-27"]
    assert (len(day.entries), day.more_count) == (12, 19)
    assert "from=2026-11-27&amp;to=2026-11-27" in editor.get(URL).content.decode()


def test_a_month_that_is_none_is_this_month(editor):
    for month in ("nonsense", "0000-00", "9999-99", "2026-13"):
        assert "2026-11-26" in days_of(editor, month=month)
    assert "2027-02-28" in days_of(editor, month="2027-02")
