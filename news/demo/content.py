"""Write the demo's posts and pictures as a Hexo folder. Uses only files, no database or settings."""

import io
import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta, timezone
from email.utils import format_datetime
from pathlib import Path

from news.demo.drawings import draw_picture

POSTS = Path(__file__).with_name("posts")
LOCAL_ZONE = timezone(timedelta(hours=8))
PLACEHOLDER = re.compile(r"\{\{ day (?P<day>[+-]?\d+)(?: (?P<clock>\d\d:\d\d))?(?: (?P<form>[a-z0-9]+))? \}\}")
PICTURE = re.compile(r"images/(?P<name>[a-z0-9-]+)\.jpg")
FORMS: dict[str, Callable[[datetime], str]] = {
    "hexo": lambda moment: f"{moment:%Y-%m-%d %H:%M:%S}",
    "rfc1123": lambda moment: format_datetime(moment.astimezone(UTC), usegmt=True),
    "zh": lambda moment: f"{moment.month}月{moment.day}日",
    "en": lambda moment: f"{moment.day} {moment:%B}",
}


def write_demo_posts(folder: Path, today: date) -> int:
    """Write the posts to `folder/*.md` and pictures to `folder/images/*.jpg`; return the number of posts.

    `today` is the local day of the site; times are in UTC+8. The same day gives the same bytes, and every file is
    replaced atomically, so the call may be repeated, also after an interruption.
    Raises: ValueError when a post has a placeholder that cannot be filled.
    """
    texts = {path.name: fill_dates(path.read_text(encoding="utf-8"), today) for path in sorted(POSTS.glob("*.md"))}
    (folder / "images").mkdir(parents=True, exist_ok=True)
    for picture in find_pictures(texts.values()):
        _replace(folder / "images" / f"{picture}.jpg", _encode(picture))
    for name, text in texts.items():
        _replace(folder / name, text.encode())
    return len(texts)


def fill_dates(text: str, today: date) -> str:
    """Fill `{{ day -3 09:30 }}`, with an optional form: `rfc1123` (an instant), `zh` or `en` (a day in a sentence).

    Raises: ValueError for an unknown form or anything else left in double braces.
    """
    filled = PLACEHOLDER.sub(lambda match: _format_day(match, today), text)
    if "{{" in filled:
        raise ValueError(f"unknown placeholder: {filled[filled.index('{{') :][:40]}")
    return filled


def _format_day(match: re.Match[str], today: date) -> str:
    clock = time.fromisoformat(match["clock"] or "00:00")
    moment = datetime.combine(today + timedelta(days=int(match["day"])), clock, LOCAL_ZONE)
    try:
        return FORMS[match["form"] or "hexo"](moment)
    except KeyError:
        raise ValueError(f"unknown form of day: {match[0]}") from None


def find_pictures(texts: Iterable[str]) -> list[str]:
    return sorted({match["name"] for text in texts for match in PICTURE.finditer(text)})


def _encode(picture: str) -> bytes:
    data = io.BytesIO()
    draw_picture(picture).save(data, "JPEG", quality=85, progressive=True)
    return data.getvalue()


def _replace(path: Path, data: bytes) -> None:
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(data)
    part.replace(path)
