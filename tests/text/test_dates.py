"""Dates are read as instants; what was assumed or wrong is said."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st

from news.text.dates import ParsedDate, parse_date
from tests.text.soup import any_text

SHANGHAI = ZoneInfo("Asia/Shanghai")
NEW_YORK = ZoneInfo("America/New_York")


def utc(*numbers):
    return datetime(*numbers, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "at"),
    [
        ("Mon, 08 Aug 2022 05:58:00 GMT", utc(2022, 8, 8, 5, 58)),
        ("Mon, 08 Aug 2022 05:58:00 -0000", utc(2022, 8, 8, 5, 58)),
        ("Mon, 08 Aug 2022 13:58:00 +0800", utc(2022, 8, 8, 5, 58)),
        ("08 Aug 2022 13:58:00 +0800", utc(2022, 8, 8, 5, 58)),
        ("2022-08-08T05:58:00Z", utc(2022, 8, 8, 5, 58)),
        ("2022-08-08T13:58:00+08:00", utc(2022, 8, 8, 5, 58)),
        ("2022-08-08 13:58:00 +0800", utc(2022, 8, 8, 5, 58)),
        ("2022-08-08T05:58:00.5Z", utc(2022, 8, 8, 5, 58, 0, 500_000)),
        ("20220808T055800Z", utc(2022, 8, 8, 5, 58)),
        ("Mon Aug 08 2022 13:58:00 GMT+0800 (中国标准时间)", utc(2022, 8, 8, 5, 58)),
        (1659938315, utc(2022, 8, 8, 5, 58, 35)),
        ("1659938315", utc(2022, 8, 8, 5, 58, 35)),
        ("1659938315667", utc(2022, 8, 8, 5, 58, 35, 667_000)),
        (utc(2022, 8, 8), utc(2022, 8, 8)),
        (datetime(2022, 8, 8, 8, tzinfo=timezone(timedelta(hours=8))), utc(2022, 8, 8)),
    ],
)
def test_an_instant_needs_no_assumption(value, at):
    assert parse_date(value, SHANGHAI) == ParsedDate(at)


@pytest.mark.parametrize(
    "value",
    [
        "2022-08-08 13:58:00",
        "2022-08-08 13:58",
        "2022/8/8 13:58",
        "2022.08.08 13:58",
        "２０２２－０８－０８　１３：５８",
        "2022年8月8日 13:58",
        "2022年8月8日 下午1点58分",
        "2022年8月8日 13时58分00秒",
        "2022-08-08 1:58 PM",
        "20220808135800",
        "'2022-08-08 13:58:00'",
        datetime(2022, 8, 8, 13, 58),
    ],
)
def test_a_clock_reading_is_in_the_zone_given(value):
    assert parse_date(value, SHANGHAI) == ParsedDate(utc(2022, 8, 8, 5, 58), is_zone_assumed=True)


@pytest.mark.parametrize(
    "value", ["2022-08-08", "2022/8/8", "20220808", 20220808, "2022年8月8日", "8 Aug 2022", date(2022, 8, 8)]
)
def test_a_day_begins_at_midnight_in_the_zone_given(value):
    expected = ParsedDate(utc(2022, 8, 7, 16), is_zone_assumed=True, is_date_only=True)
    assert parse_date(value, SHANGHAI) == expected


def test_midnight_in_greenwich_is_only_a_day():
    assert parse_date("Mon, 08 Aug 2022 00:00:00 GMT", SHANGHAI) == ParsedDate(utc(2022, 8, 8), is_date_only=True)


def test_the_name_of_a_zone_is_an_assumption():
    assert parse_date("Mon, 08 Aug 2022 05:58:00 EST", SHANGHAI) == ParsedDate(utc(2022, 8, 8, 10, 58), True)
    assert parse_date("Mon Aug  8 13:58:00 CST 2022", SHANGHAI) == ParsedDate(utc(2022, 8, 8, 5, 58), True)


@time_machine.travel("2026-11-24T04:00:00Z", tick=False)
@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("昨天", ParsedDate(utc(2026, 11, 22, 16), True, True)),
        ("3小时前", ParsedDate(utc(2026, 11, 24, 1), True)),
        ("yesterday", ParsedDate(utc(2026, 11, 22, 16), True, True)),
        ("August 8, 2022", ParsedDate(utc(2022, 8, 7, 16), True, True)),
    ],
)
def test_words_are_read_from_now_in_the_zone_given(value, expected):
    assert parse_date(value, SHANGHAI) == expected


@pytest.mark.parametrize("value", [None, "", "  ", "null", "undefined"])
def test_nothing_is_missing(value):
    assert parse_date(value, SHANGHAI) == ParsedDate(problem="missing")


@pytest.mark.parametrize(
    "value",
    [
        "Invalid Date",
        "2022-13-99",
        "0000-00-00",
        "12:30",
        "5",
        5,
        True,
        "x" * 100,
        "2500-01-01",
        "1950-01-01",
        b"x",
        [],
    ],
)
def test_what_is_no_date_is_unreadable(value):
    assert parse_date(value, SHANGHAI) == ParsedDate(problem="unreadable")


def test_seconds_read_as_milliseconds_are_noticed():
    result = parse_date("Mon, 19 Jan 1970 12:17:23 GMT", SHANGHAI)
    assert result == ParsedDate(problem="epoch-1970", proposed_at=utc(2020, 9, 7, 1, 43, 20))
    assert parse_date("1970-01-19 20:17:23", SHANGHAI) == result
    assert parse_date("1970-01-01 00:00:00Z", SHANGHAI) == ParsedDate(problem="epoch-1970")


def test_an_hour_that_was_skipped_does_not_exist_and_one_that_came_twice_is_the_earlier():
    skipped = parse_date("2022-03-13 02:30:00", NEW_YORK)
    assert skipped == ParsedDate(problem="nonexistent", proposed_at=utc(2022, 3, 13, 7, 30))
    assert parse_date("2022-11-06 01:30:00", NEW_YORK) == ParsedDate(utc(2022, 11, 6, 5, 30), is_zone_assumed=True)


@settings(max_examples=200, deadline=None)
@given(
    st.one_of(
        any_text,
        st.from_regex(r"\d{1,5}[-/年.]\d{1,3}[-/月.]\d{1,3}日?( \d{1,2}:\d{1,2})?.{0,5}", fullmatch=True),
        st.integers(),
        st.floats(),
        st.datetimes(timezones=st.none() | st.just(UTC)),
        st.dates(),
        st.booleans(),
        st.binary(),
        st.lists(st.integers()),
    )
)
def test_no_value_makes_it_fail(value):
    result = parse_date(value, NEW_YORK)
    assert (result.at is None) == bool(result.problem)
    assert result.at is None or (result.at.tzinfo is UTC and 1971 <= result.at.year <= 2200)
