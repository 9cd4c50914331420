"""Dates are absolute and in the site's zone."""

import datetime as dt

import pytest
import time_machine
from django.utils import translation

from news.rendering import dates

HAIER = dt.datetime(2022, 8, 8, 5, 58, tzinfo=dt.UTC)
IN_2022 = time_machine.travel(dt.datetime(2022, 12, 31, 20, 0, tzinfo=dt.UTC), tick=False)  # already 2023 in Shanghai


@pytest.mark.parametrize(
    ("language", "expected"), [("zh-hans", "2022年8月8日 13:58"), ("en", "8 Aug 2022, 13:58 (UTC+8)")]
)
def test_a_posts_page_names_day_and_time(language, expected):
    with translation.override(language):
        assert dates.format_full(HAIER) == expected


@time_machine.travel(dt.datetime(2022, 9, 1, tzinfo=dt.UTC), tick=False)
@pytest.mark.parametrize(("language", "expected"), [("zh-hans", "8月8日 13:58"), ("en", "8 Aug, 13:58")])
def test_this_years_dates_leave_the_year_out(language, expected):
    with translation.override(language):
        assert dates.format_short(HAIER) == expected


@IN_2022
@pytest.mark.parametrize(("language", "expected"), [("zh-hans", "2022年8月8日"), ("en", "8 Aug 2022")])
def test_the_year_is_the_site_zones_year(language, expected):
    with translation.override(language):
        assert dates.format_short(HAIER) == expected


def test_machines_get_the_offset():
    assert dates.format_iso(HAIER) == "2022-08-08T13:58:00+08:00"


@pytest.mark.parametrize(
    ("zone", "expected"), [("Asia/Kolkata", "UTC+5:30"), ("UTC", "UTC"), ("America/New_York", "UTC-4")]
)
def test_offsets_are_named(settings, zone, expected):
    settings.TIME_ZONE = zone
    assert dates.offset_name(dates.site_time(HAIER)) == expected


@time_machine.travel(dt.datetime(2026, 9, 1, tzinfo=dt.UTC), tick=False)
@pytest.mark.parametrize(
    ("written", "least_days", "age"),
    [
        ("2022-08-08", 365, dates.Age(years=4)),
        ("2026-01-01", 365, None),
        ("2026-01-01", 90, dates.Age(months=8)),
        ("2026-08-25", 7, dates.Age(days=7)),
        ("2022-08-08", 0, None),
        ("2027-01-01", 1, None),
    ],
)
def test_age_is_counted_in_whole_years_else_months_else_days(written, least_days, age):
    assert dates.age_of(dt.datetime.fromisoformat(written).replace(tzinfo=dt.UTC), least_days) == age
