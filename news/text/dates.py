"""Read the dates that files, feeds and people write; every assumption and every problem is reported."""

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime

MIN_YEAR, MAX_YEAR = 1971, 2200
_MAX_INPUT = 64
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_MONTH = (timedelta(days=-1), timedelta(days=32))  # January 1970, anywhere on earth
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
_JAVASCRIPT = re.compile(r"[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d{1,2}) (\d{4}) ([\d:]{8}) (?:GMT|UTC)([+-]\d{4}).*")
_NAMES_TIME = re.compile(r"[:时点分秒]|hour|min|sec|now|刚", re.IGNORECASE)
_CHINA_OFFSET = timedelta(hours=8)
_NAMED_UTC = ("GMT", "UTC", "UT", "Z")
_AFTERNOON = ("下午", "晚上", "pm")
_AFTER_MIDNIGHT = ("上午", "凌晨", "am")
_NOON = 12


@dataclass(frozen=True, slots=True)
class ParsedDate:
    """A date as read: `at` is aware UTC, or None with a `problem` (`missing`, `unreadable`, `epoch-1970`,
    `nonexistent`) and, where one reading is likely, `proposed_at` (aware UTC)."""

    at: datetime | None = None
    is_zone_assumed: bool = False
    is_date_only: bool = False
    problem: str = ""
    proposed_at: datetime | None = None


_MISSING = ParsedDate(problem="missing")
_UNREADABLE = ParsedDate(problem="unreadable")


def parse_date(value: object, zone: tzinfo) -> ParsedDate:
    """Read text, Unix seconds or milliseconds, a date or a datetime; `zone` is assumed where the value has none.

    A local time that occurs twice is read as the earlier one. Never raises.
    """
    try:
        result = _UNREADABLE
        match value:
            case None:
                result = _MISSING
            case bool():
                pass
            case datetime():
                result = _finish(value, zone)
            case date():
                result = _finish_day(value, zone)
            case int() | float():
                result = _parse_number(value, zone)
            case str() if len(value) <= 4 * _MAX_INPUT:
                text = " ".join(unicodedata.normalize("NFKC", value).strip().strip("'\"").split())
                if len(text) <= _MAX_INPUT:
                    result = _MISSING if text.lower() in _NO_DATE else _parse_text(text, zone)
        return result
    except (ValueError, OverflowError, OSError, TypeError, ArithmeticError):
        return _UNREADABLE


def _parse_number(number: float, zone: tzinfo) -> ParsedDate:
    if int(number) in _SECONDS:
        return _finish(_EPOCH + timedelta(seconds=number), zone)
    if int(number) // 1000 in _SECONDS:
        return _finish(_EPOCH + timedelta(milliseconds=number), zone)
    return _parse_compact(str(int(number)), zone)


def _parse_text(text: str, zone: tzinfo) -> ParsedDate:
    if text.isascii() and text.isdigit():
        is_date = len(text) in (8, 12, 14)
        return _parse_compact(text, zone) if is_date else _parse_number(int(text), zone)
    if match := _NUMERIC.fullmatch(text):
        return _parse_numeric(match, zone)
    if text.isascii() and " CST" in text and datetime.now(zone).utcoffset() == _CHINA_OFFSET:
        text = text.replace(" CST", "")  # China's, not Chicago's; without it the time is read in `zone`
    if match := _JAVASCRIPT.fullmatch(text):
        text = f"{match[2]} {match[1]} {match[3]} {match[4]} {match[5]}"
    return _parse_rfc(text, zone) if _RFC.fullmatch(text) else _parse_other(text, zone)


def _parse_compact(digits: str, zone: tzinfo) -> ParsedDate:
    match = _COMPACT.fullmatch(digits)
    if not match:
        return _UNREADABLE
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups())
    if match[4] is None:
        return _finish_day(date(year, month, day), zone)
    return _finish(_local(year, month, day, hour, minute, second), zone)


def _parse_numeric(match: re.Match[str], zone: tzinfo) -> ParsedDate:
    """Read ISO 8601 in its extended form and common variants."""
    year, month, day, before, hour, minute, second, fraction, after, offset = match.groups()
    its_zone = _zone_of(offset)
    if hour is None:
        return _finish_day(date(int(year), int(month), int(day)), its_zone or zone)
    hour_of_day = _hour_of_day(int(hour), (before or after or "").lower())
    local = _local(int(year), int(month), int(day), hour_of_day, int(minute or 0), int(second or 0))
    return _finish(local.replace(microsecond=int(f"{fraction or 0:0<6}"[:6]), tzinfo=its_zone), zone)


def _local(*numbers: int) -> datetime:
    """Make a naive datetime, for a local time whose zone is not known yet."""
    return datetime(*numbers)  # type: ignore[arg-type]  # noqa: DTZ001


def _hour_of_day(hour: int, half: str) -> int:
    if half in _AFTERNOON and hour < _NOON:
        return hour + _NOON
    return 0 if half in _AFTER_MIDNIGHT and hour == _NOON else hour


def _zone_of(offset: str | None) -> tzinfo | None:
    if not offset:
        return None
    digits = re.sub(r"[^\d+-]", "", offset)
    if not digits:
        return UTC
    sign = -1 if digits[0] == "-" else 1
    return timezone(sign * timedelta(hours=int(digits[1:3]), minutes=int(digits[3:5] or 0)))


def _parse_rfc(text: str, zone: tzinfo) -> ParsedDate:
    """Read RFC 5322 3.3 and its obsolete forms. Named US zones follow the RFC but count as assumed."""
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return _parse_other(text, zone)
    zone_name = text.rsplit(" ", 1)[-1]
    if moment.tzinfo is None and zone_name == "-0000":
        moment = moment.replace(tzinfo=UTC)
    is_midnight = moment.tzinfo is not None and moment.astimezone(UTC).time() == time()
    is_guess = zone_name.isalpha() and zone_name.upper() not in _NAMED_UTC
    result = _finish(moment, zone)
    if result.at is None:
        return result
    return replace(result, is_date_only=is_midnight, is_zone_assumed=result.is_zone_assumed or is_guess)


def _parse_other(text: str, zone: tzinfo) -> ParsedDate:
    try:
        return _finish(datetime.fromisoformat(text), zone)
    except ValueError:
        found = _guess(text, zone)
    if found is None:
        return _UNREADABLE
    return _finish(found, zone) if _NAMES_TIME.search(text) else _finish_day(found.date(), zone)


def _guess(text: str, zone: tzinfo) -> datetime | None:
    """Let dateparser read words («3小时前», «yesterday»), independently of this machine's time zone."""
    import dateparser

    now = datetime.now(zone).replace(tzinfo=None)
    settings = {"RELATIVE_BASE": now, "TIMEZONE": "UTC", "REQUIRE_PARTS": ["day", "month"]}
    try:
        return dateparser.parse(text, languages=["zh", "en"], settings=settings)
    except Exception:  # it fails in many ways on hostile text; all mean the same to us
        return None


def _finish_day(day: date, zone: tzinfo) -> ParsedDate:
    result = _finish(datetime.combine(day, time()), zone)
    return replace(result, is_date_only=result.at is not None)


def _finish(moment: datetime, zone: tzinfo) -> ParsedDate:
    """Convert a reading to UTC and check that it is plausible."""
    is_zone_assumed = moment.utcoffset() is None
    if not MIN_YEAR - 2 <= moment.year <= MAX_YEAR:
        return _UNREADABLE
    if is_zone_assumed:
        moment = moment.replace(tzinfo=zone, fold=0)
    at = moment.astimezone(UTC)
    if _EPOCH_MONTH[0] < at - _EPOCH < _EPOCH_MONTH[1]:
        return ParsedDate(problem="epoch-1970", proposed_at=_undo_milliseconds(at))
    if not MIN_YEAR <= at.year <= MAX_YEAR:
        return _UNREADABLE
    if is_zone_assumed and at.astimezone(zone).replace(tzinfo=None) != moment.replace(tzinfo=None):
        return ParsedDate(problem="nonexistent", proposed_at=at)
    return ParsedDate(at, is_zone_assumed)


def _undo_milliseconds(at: datetime) -> datetime | None:
    """Return the instant meant if seconds were read as milliseconds; exact to 1,000 s if `at` is in whole seconds."""
    proposed = _EPOCH + (at - _EPOCH) * 1000
    return proposed if proposed >= _EARLIEST_PROPOSAL else None
