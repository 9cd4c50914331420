"""Posts by the day in their address."""

import datetime as dt

import pytest

from news.models import Post
from news.rendering.archives import Neighbours, count_months, days_around, days_of, in_days
from tests.factories import PostFactory

pytestmark = pytest.mark.django_db


def post_on(day, **fields):
    return PostFactory(published_at=dt.datetime.fromisoformat(f"{day}T12:00:00+08:00"), **fields)


def test_months_are_counted_newest_first():
    for day in ("2022-08-31", "2022-08-01", "2022-09-01", "2020-01-01"):
        post_on(day)
    PostFactory(status="draft")
    years = count_months(Post.objects.published())
    assert [(year.number, year.count) for year in years] == [(2022, 3), (2020, 1)]
    months = [(month.first_day.month, month.count, month.bar) for year in years for month in year.months]
    assert months == [(9, 1, 50), (8, 2, 100), (1, 1, 50)]


def test_neighbours_are_the_nearest_public_days(django_assert_num_queries):
    for day in ("2020-05-01", "2021-12-31", "2022-08-01", "2023-01-01"):
        post_on(day)
    post_on("2022-07-31", status="draft")
    with django_assert_num_queries(1):
        around = days_around(Post.objects.published(), *days_of(2022, 8))
    assert around == Neighbours(dt.date(2021, 12, 31), dt.date(2023, 1, 1))
    assert days_around(Post.objects.published(), *days_of(2019)) == Neighbours(None, dt.date(2020, 5, 1))


def test_an_empty_site_has_neither():
    assert days_around(Post.objects.published(), *days_of(2022)) == Neighbours()
    assert count_months(Post.objects.published()) == []


def test_both_ends_of_a_month_belong_to_it():
    inside = [post_on("2024-02-29"), post_on("2024-02-01")]
    post_on("2024-01-31")
    post_on("2024-03-01")
    assert list(in_days(Post.objects.published(), *days_of(2024, 2))) == inside
