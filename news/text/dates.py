"""Read the dates that files, feeds and people write. Never guesses silently: what was assumed or wrong is said."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime

MIN_YEAR, MAX_YEAR = 1971, 2200
_MAX_INPUT = 64
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EARLIEST_PROPOSAL = datetime(1995, 1, 1, tzinfo=UTC)
_SECONDS = range(100_000_000, 7_258_118_400)  # 1973 to 2199
_NO_DATE = frozenset({"", "null", "none", "undefined", "~"})

_NUMERIC = re.compile(
    r"""(\d{4})[-/.年]\s?(\d{1,2})[-/.月]\s?(\d{1,2})[日号]?
    (?:[T,\s]*(?:(?:星期|周)[一二三四五六日天])?[T,\s]*(上午|下午|晚上|凌晨|中午|早上|AM|PM)?\s?
       (\d{1,2})[:时点]\s?(\d{1,2})?(?:[:分]\s?(\d{1,2})?(?:[.,](\d{1,9}))?)?[分秒]?\s?(AM|PM)?)?
    \s?(Z|UTC|GMT|(?:UTC|GMT)?[+-]\d{2}:?(?:\d{2})?)?""",
    re.VERBOSE | re.IGNORECASE,
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?)?")
_RFC = re.compile(r"(?:[A-Za-z]{3,9},?\s+)?\d{1,2}[ -][A-Za-z]{3,9}[ -]\d{2,4}\b.*")
_SCRIPT = re.compile(r"[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d{1,2}) (\d{4}) ([\d:]{8}) (?:GMT|UTC)([+-]\d{4}).*")  # JavaScript
_NAMES_TIME = re.compile(r"[:时点分秒]|hour|min|sec|now|刚", re.IGNORECASE)
_CHINA_OFFSET = timedelta(hours=8)
_NAMED_UTC = ("GMT", "UTC", "UT", "Z")
_AFTERNOON = ("下午", "晚上", "pm")


@dataclass(frozen=True, slots=True)
class ParsedDate:
    """A date as read: `at` is aware UTC, or None with a `problem` (`missing`, `unreadable`, `epoch-1970`,
    `nonexistent`) and, where there is a likely reading, `proposed_at`."""

    at: datetime | None = None
    is_zone_assumed: bool = False
    is_date_only: bool = False
    problem: str = ""
    proposed_at: datetime | None = None


def parse_date(value: object, zone: tzinfo) -> ParsedDate:
    """Read text, Unix seconds or milliseconds, a date or a datetime; `zone` is assumed where none is given.

    A local time that occurs twice is the earlier one. Never raises.
    """
    try:
        return _parse(value, zone)
    except (ValueError, OverflowError, OSError, TypeError, ArithmeticError):
        return ParsedDate(problem="unreadable")


def _parse(value: object, zone: tzinfo) -> ParsedDate:
    match value:
        case None:
            return ParsedDate(problem="missing")
        case datetime():
            return _finish(value, zone)
        case date():
            return _finish(datetime.combine(value, time()), zone, is_date_only=True)
        case bool():
            return ParsedDate(problem="unreadable")
        case int() | float():
            return _parse_number(value, zone)
        case str():
            return _parse_text(value, zone)
    return ParsedDate(problem="unreadable")


def _parse_number(number: float, zone: tzinfo) -> ParsedDate:
    if int(number) in _SECONDS:
        return _finish(_EPOCH + timedelta(seconds=number), zone)
    if int(number) // 1000 in _SECONDS:
        return _finish(_EPOCH + timedelta(milliseconds=number), zone)
    return _parse_compact(str(int(number)), zone)


def _parse_text(value: str, zone: tzinfo) -> ParsedDate:
    if len(value) > 4 * _MAX_INPUT:
        return ParsedDate(problem="unreadable")
    text = " ".join(unicodedata.normalize("NFKC", value).strip().strip("'\"").split())
    if text.lower() in _NO_DATE:
        return ParsedDate(problem="missing")
    if len(text) > _MAX_INPUT:
        return ParsedDate(problem="unreadable")
    if text.isascii() and text.isdigit():
        is_date = len(text) in (8, 12, 14)
        return _parse_compact(text, zone) if is_date else _parse_number(int(text), zone)
    if text.isascii() and " CST" in text and datetime.now(zone).utcoffset() == _CHINA_OFFSET:
        text = text.replace(" CST", "")  # China's, not Chicago's: it is then read in `zone`
    if match := _SCRIPT.fullmatch(text):
        text = f"{match[2]} {match[1]} {match[3]} {match[4]} {match[5]}"
    if match := _NUMERIC.fullmatch(text):
        return _parse_numeric(match, zone)
    if _RFC.fullmatch(text):
        return _parse_rfc(text, zone)
    return _parse_other(text, zone)


def _parse_compact(digits: str, zone: tzinfo) -> ParsedDate:
    match = _COMPACT.fullmatch(digits)
    if not match:
        return ParsedDate(problem="unreadable")
    return _finish(datetime(*(int(part or 0) for part in match.groups())), zone, is_date_only=match[4] is None)


def _parse_numeric(match: re.Match[str], zone: tzinfo) -> ParsedDate:
    year, month, day, before, hour, minute, second, fraction, after, offset = match.groups()
    if hour is None:
        return _finish(datetime(int(year), int(month), int(day)), _zone_of(offset) or zone, is_date_only=True)
    local = datetime(
        int(year),
        int(month),
        int(day),
        _hour_of_day(int(hour), (before or after or "").lower()),
        int(minute or 0),
        int(second or 0),
        int(f"{fraction or 0:0<6}"[:6]),
        tzinfo=_zone_of(offset),
    )
    return _finish(local, zone)


def _hour_of_day(hour: int, half: str) -> int:
    if half in _AFTERNOON:
        return hour + 12 if hour < 12 else hour
    return 0 if half in ("am", "上午", "凌晨") and hour == 12 else hour


def _zone_of(offset: str | None) -> tzinfo | None:
    if not offset:
        return None
    digits = re.sub(r"[^\d+-]", "", offset)
    if not digits:
        return UTC
    sign = -1 if digits[0] == "-" else 1
    return timezone(sign * timedelta(hours=int(digits[1:3]), minutes=int(digits[3:5] or 0)))


def _parse_rfc(text: str, zone: tzinfo) -> ParsedDate:
    """RFC 5322 3.3 and its obsolete forms. A named American zone is read as the RFC says, but counts as assumed."""
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return _parse_other(text, zone)
    zone_name = text.rsplit(" ", 1)[-1]
    if moment.tzinfo is None and zone_name == "-0000":
        moment = moment.replace(tzinfo=UTC)
    is_midnight = moment.tzinfo is not None and moment.astimezone(UTC).time() == time()
    result = _finish(moment, zone, is_date_only=is_midnight)
    if zone_name.isalpha() and zone_name.upper() not in _NAMED_UTC and result.at:
        return ParsedDate(result.at, True, result.is_date_only)
    return result


def _parse_other(text: str, zone: tzinfo) -> ParsedDate:
    try:
        return _finish(datetime.fromisoformat(text), zone)
    except ValueError:
        pass
    if not any(character.isdigit() for character in text) and text.isascii() and text.count(" ") > 2:
        return ParsedDate(problem="unreadable")
    import dateparser

    now = datetime.now(zone).replace(tzinfo=None)
    settings = {"RELATIVE_BASE": now, "TIMEZONE": "UTC", "REQUIRE_PARTS": ["day", "month"], "NORMALIZE": True}
    try:
        found = dateparser.parse(text, languages=["zh", "en"], settings=settings)
    except Exception:  # a guessing parser fails in many ways on hostile text; to us they all mean the same
        found = None
    if found is None:
        return ParsedDate(problem="unreadable")
    if _NAMES_TIME.search(text):
        return _finish(found, zone)
    return _finish(found.replace(hour=0, minute=0, second=0, microsecond=0), zone, is_date_only=True)


def _finish(moment: datetime, zone: tzinfo, *, is_date_only: bool = False) -> ParsedDate:
    """Bring a reading to UTC and judge it."""
    is_zone_assumed = moment.tzinfo is None or moment.utcoffset() is None
    if not 1969 <= moment.year <= MAX_YEAR:
        return ParsedDate(problem="unreadable")
    if is_zone_assumed:
        moment = moment.replace(tzinfo=zone, fold=0)
    at = moment.astimezone(UTC)
    if timedelta(days=-1) < at - _EPOCH < timedelta(days=32):
        return ParsedDate(problem="epoch-1970", proposed_at=_undo_milliseconds(at))
    if not MIN_YEAR <= at.year <= MAX_YEAR:
        return ParsedDate(problem="unreadable")
    if is_zone_assumed and at.astimezone(zone).replace(tzinfo=None) != moment.replace(tzinfo=None):
        return ParsedDate(problem="nonexistent", proposed_at=at)
    return ParsedDate(at, is_zone_assumed, is_date_only)


def _undo_milliseconds(at: datetime) -> datetime | None:
    """The instant meant when Unix seconds were read as milliseconds; exact to 1,000 s if `at` is to the second."""
    proposed = _EPOCH + (at - _EPOCH) * 1000
    return proposed if proposed >= _EARLIEST_PROPOSAL else None
