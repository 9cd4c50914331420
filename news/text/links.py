"""Decide which link targets a stored body may have: only locations, never scripts."""

import re
from urllib.parse import urljoin, urlsplit

MAX_LENGTH = 4_096

# WHATWG URL 4.4: browsers drop these three anywhere in a URL.
_IGNORED = re.compile(r"[\t\n\r]")
# Control characters, separators, bidirectional marks and overrides, zero-width characters, backslashes.
_FORBIDDEN = re.compile(
    r"[\x00-\x1f\x7f-\x9f\\\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202f\u2060-\u206f\u3164\ufeff"
    r"\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e0fff]"
)
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.\-]*:")
_ESCAPED = {" ": "%20", '"': "%22", "<": "%3C", ">": "%3E", "`": "%60"}
_TO_ESCAPE = re.compile('[ "<>`\u00a0\u1680\u2000-\u200a\u3000]')


def safe_link(target: str, base_url: str = "") -> str:
    """Return the target in the form to store, or "" when it is not allowed.

    http, https and mailto are kept, `//host` becomes https (or the base's scheme), `#x` stays. With `base_url` (http
    or https) everything else is resolved against it; without one, only site-relative targets (`/x`, `?x`) are kept.
    """
    target = _IGNORED.sub("", target).strip()
    if not target or len(target) > MAX_LENGTH or _FORBIDDEN.search(target):
        return ""
    target = _TO_ESCAPE.sub(_escape, target)
    if _SCHEME.match(target):
        return _safe_absolute(target)
    return _safe_relative(target, base_url if _safe_absolute(base_url).startswith("http") else "")


def _safe_relative(target: str, base_url: str) -> str:
    if target.startswith("#"):
        return target
    if base_url or target.startswith("//"):
        try:
            return _safe_absolute(urljoin(base_url or "https:", target))
        except ValueError:
            return ""
    return target if target[0] in "/?" else ""


def _safe_absolute(target: str) -> str:
    scheme, _, rest = target.partition(":")
    scheme = scheme.lower()
    if scheme == "mailto":
        return f"mailto:{rest}" if rest else ""
    if scheme not in ("http", "https") or not rest.startswith("//") or rest.startswith("///"):
        return ""
    try:
        parts = urlsplit(target)
        has_host = bool(parts.hostname) and "@" not in parts.netloc and (parts.port is None or parts.port > 0)
    except ValueError:
        return ""
    return f"{scheme}:{rest}" if has_host else ""


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    return _ESCAPED.get(character) or "".join(f"%{byte:02X}" for byte in character.encode())
