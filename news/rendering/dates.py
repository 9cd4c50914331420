"""Format dates for readers: absolute, in the site's time zone. Never «3 hours ago», which is wrong once cached."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone
from django.utils.dateformat import format as format_date

from news.rendering.languages import current_language

# Formats of django.utils.dateformat. Dates in the current year omit the year.
SHORT = {"zh-hans": "n月j日 H:i", "en": "j M, H:i"}
FULL = {"zh-hans": "Y年n月j日 H:i", "en": "j M Y, H:i"}
DAY = {"zh-hans": "n月j日", "en": "j M"}
OTHER_YEAR = {"zh-hans": "Y年n月j日", "en": "j M Y"}
MONTH = {"zh-hans": "Y年n月", "en": "F Y"}
DAYS_PER_YEAR, DAYS_PER_MONTH = 365, 30
MONTH_NAME = {"zh-hans": "n月", "en": "F"}
LONG_DAY = {"zh-hans": "Y年n月j日", "en": "j F Y"}
YEAR = {"zh-hans": "Y年", "en": "Y"}
DAY_NUMBER = {"zh-hans": "j日", "en": "j"}
WEEKDAYS = {"zh-hans": ("周一", "周二", "周三", "周四", "周五", "周六", "周日")}


def site_time(moment: dt.datetime) -> dt.datetime:
    return timezone.localtime(moment, timezone.get_default_timezone())


def site_today() -> dt.date:
    return site_time(timezone.now()).date()


def format_short(moment: dt.datetime) -> str:
    """Format for lists: «8月8日 13:58» in the current year, otherwise «2022年8月8日»."""
    local = site_time(moment)
    forms = SHORT if local.year == site_today().year else OTHER_YEAR
    return format_date(local, forms[current_language()])


def format_full(moment: dt.datetime) -> str:
    """Format for a post's page: «2022年8月8日 13:58», in English with the time zone."""
    local = site_time(moment)
    text = format_date(local, FULL[current_language()])
    return text if current_language() == "zh-hans" else f"{text} ({offset_name(local)})"


def format_clock(moment: dt.datetime) -> str:
    """Format the time alone, for rows listed under their day."""
    return format_date(site_time(moment), "H:i")


def format_day(day: dt.date) -> str:
    """Format the heading of a day in a list, without the year in the current one."""
    forms = DAY if day.year == site_today().year else OTHER_YEAR
    return format_date(day, forms[current_language()])


def format_weekday(day: dt.date) -> str:
    """Return the short name: «周四», «Thu»."""
    names = WEEKDAYS.get(current_language())
    return names[day.weekday()] if names else format_date(day, "D")


def format_dated_weekday(day: dt.date) -> str:
    """Format a day's heading where the year is known from context: «8月6日 周四», «Thu 6 Aug»."""
    date, weekday = format_date(day, DAY[current_language()]), format_weekday(day)
    return f"{date} {weekday}" if current_language() == "zh-hans" else f"{weekday} {date}"


def format_long_day(day: dt.date) -> str:
    """Format with the year: «2022年8月8日», «8 August 2022». A datetime stands for its day in the site's time zone."""
    local = site_time(day) if isinstance(day, dt.datetime) else day
    return format_date(local, LONG_DAY[current_language()])


def format_day_number(day: dt.date) -> str:
    """Format the day alone, for days listed under their month."""
    return format_date(day, DAY_NUMBER[current_language()])


def format_year(year: int) -> str:
    return format_date(dt.date(year, 1, 1), YEAR[current_language()])


def format_month(day: dt.date) -> str:
    return format_date(day, MONTH[current_language()])


def format_month_name(day: dt.date) -> str:
    """Format the month alone, for months listed under their year."""
    return format_date(day, MONTH_NAME[current_language()])


def format_iso(moment: dt.datetime) -> str:
    """Format with the site's UTC offset: «2022-08-08T13:58:00+08:00»."""
    return site_time(moment).isoformat(timespec="seconds")


def offset_name(local: dt.datetime) -> str:
    """Return «UTC+8», «UTC+5:30» or «UTC»."""
    minutes = int((local.utcoffset() or dt.timedelta()).total_seconds()) // 60
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '-'}{hours}{f':{rest:02}' if rest else ''}"


@dataclass(frozen=True, slots=True)
class Age:
    """An age in whole years (365 days), else in whole months (30 days), else in days; the other two are 0."""

    years: int = 0
    months: int = 0
    days: int = 0


def age_of(moment: dt.datetime, least_days: int) -> Age | None:
    """Return how long ago `moment` was; None when that is under `least_days`, or when `least_days` is 0."""
    days = (timezone.now() - moment).days
    if not least_days or days < least_days:
        return None
    if days >= DAYS_PER_YEAR:
        return Age(years=days // DAYS_PER_YEAR)
    return Age(months=days // DAYS_PER_MONTH) if days >= DAYS_PER_MONTH else Age(days=days)
