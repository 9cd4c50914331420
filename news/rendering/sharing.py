"""Links for sharing a post with other services, and a QR code drawn here. Nothing is loaded from those services."""

from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, urlencode

import segno
from django.urls import reverse
from django.utils.safestring import SafeString

from news.models import Post
from news.rendering.safe_html import composed_markup
from news.rendering.site import PagePlace

WEIBO_FORM = "https://service.weibo.com/share/share.php"
QUIET_MODULES = 4  # ISO/IEC 18004: the empty border that scanners need


@dataclass(frozen=True, slots=True)
class QRCode:
    """`path` is an SVG path to stroke for the dark modules; `size` is the square's side in modules with the border."""

    size: int
    path: SafeString


@dataclass(frozen=True, slots=True)
class Sharing:
    """`url` is the canonical address; `short_url` is easier to read out and to type."""

    url: str
    title: str
    short_url: str
    weibo_url: str
    mail_url: str
    qr: QRCode


def share_post(post: Post, url: str, place: PagePlace) -> Sharing:
    return Sharing(
        url=url,
        title=post.title,
        short_url=place.absolute(reverse("post_short", args=[post.pk])),
        weibo_url=f"{WEIBO_FORM}?{urlencode({'url': url, 'title': post.title})}",
        mail_url=f"mailto:?subject={quote(post.title)}&body={quote(url)}",
        qr=draw_qr(url),
    )


@lru_cache(maxsize=1024)
def draw_qr(text: str) -> QRCode:
    """Draw the code; cached, because drawing takes some milliseconds, a good part of a page's time."""
    matrix = segno.make_qr(text, error="l").matrix
    path = "".join(_row_path(row, QUIET_MODULES + number) for number, row in enumerate(matrix))
    return QRCode(len(matrix) + 2 * QUIET_MODULES, composed_markup(path))


def _row_path(row: bytearray, top: int) -> str:
    """Return the row's dark runs as a path along its middle, to be stroked one module wide."""
    steps, at, start = [f"M{QUIET_MODULES} {top}.5"], 0, 0
    while (start := row.find(1, start)) >= 0:
        end = row.find(0, start) if 0 in row[start:] else len(row)
        steps.append((f"m{start - at} 0" if start > at else "") + f"h{end - start}")
        at = start = end
    return "".join(steps)
