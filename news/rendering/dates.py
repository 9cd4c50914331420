"""Dates as readers see them: absolute, in the site's zone. Never «3 hours ago», which is wrong once cached."""

import datetime as dt

from django.utils import timezone
from django.utils.dateformat import format as format_date

from news.rendering.languages import current_language

# This year's dates leave the year out (UX 1.1). Formats of django.utils.dateformat.
SHORT = {"zh-hans": "n月j日 H:i", "en": "j M, H:i"}
SHORT_OTHER_YEAR = {"zh-hans": "Y年n月j日", "en": "j M Y"}
FULL = {"zh-hans": "Y年n月j日 H:i", "en": "j M Y, H:i"}
DAY = {"zh-hans": "n月j日", "en": "j M"}
DAY_OTHER_YEAR = {"zh-hans": "Y年n月j日", "en": "j M Y"}
MONTH = {"zh-hans": "Y年n月", "en": "F Y"}
MONTH_NAME = {"zh-hans": "n月", "en": "F"}


def site_time(moment: dt.datetime) -> dt.datetime:
    return timezone.localtime(moment, timezone.get_default_timezone())


def site_today() -> dt.date:
    return site_time(timezone.now()).date()


def format_short(moment: dt.datetime) -> str:
    """For lists: «8月8日 13:58» this year, otherwise «2022年8月8日»."""
    local = site_time(moment)
    forms = SHORT if local.year == site_today().year else SHORT_OTHER_YEAR
    return format_date(local, forms[current_language()])


def format_full(moment: dt.datetime) -> str:
    """For a post's page: «2022年8月8日 13:58», in English with the zone."""
    local = site_time(moment)
    text = format_date(local, FULL[current_language()])
    return text if current_language() == "zh-hans" else f"{text} ({offset_name(local)})"


def format_clock(moment: dt.datetime) -> str:
    """For rows that stand under their day."""
    return format_date(site_time(moment), "H:i")


def format_day(day: dt.date) -> str:
    """For the headings of a list of days."""
    forms = DAY if day.year == site_today().year else DAY_OTHER_YEAR
    return format_date(day, forms[current_language()])


def format_month(day: dt.date) -> str:
    return format_date(day, MONTH[current_language()])


def format_month_name(day: dt.date) -> str:
    """For months that stand under their year."""
    return format_date(day, MONTH_NAME[current_language()])


def format_iso(moment: dt.datetime) -> str:
    """With the site zone's offset: «2022-08-08T13:58:00+08:00»."""
    return site_time(moment).isoformat(timespec="seconds")


def offset_name(local: dt.datetime) -> str:
    """«UTC+8», «UTC+5:30», «UTC»."""
    minutes = int((local.utcoffset() or dt.timedelta()).total_seconds()) // 60
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '-'}{hours}{f':{rest:02}' if rest else ''}"


def years_since(moment: dt.datetime) -> int:
    """Whole years of 365 days; 0 for what is younger."""
    return max(0, (timezone.now() - moment).days // 365)
