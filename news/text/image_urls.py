"""Read picture URLs: unwrap proxies, recognise placeholders, normalise to ASCII. Never opens a connection."""

import ipaddress
import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, unquote, urlsplit, urlunsplit

MAX_LENGTH = 2_000
MAX_LEVELS = 3

_REFUSED_CHARACTERS = re.compile(
    r"[\x00-\x20\x7f-\xa0\\\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff\ud800-\udfff]"
)
_ASCII_HOST = re.compile(r"[a-z0-9._-]+")
_ABSOLUTE = re.compile(r"https?://", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class UnwrappedUrl:
    """The URL behind all proxies. `url` is "" when it was refused, `problem` the reason; `wrapper` is the host of the
    outermost proxy, "" when there was none."""

    url: str
    wrapper: str
    problem: str


@dataclass(frozen=True, slots=True)
class WrapperRule:
    """How one kind of proxy encodes the URL: verbatim after the first «?» (`raw-query`), in a query `parameter`,
    or in the `path` after `path_prefix`."""

    host: re.Pattern[str]
    kind: str
    parameter: str = ""
    path_prefix: str = "/"


def _host(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


# To support another proxy, add a line here.
WRAPPER_RULES: tuple[WrapperRule, ...] = (
    WrapperRule(_host(r"cors\.zfour\.workers\.dev"), "raw-query"),
    WrapperRule(_host(r"images\.weserv\.nl|wsrv\.nl"), "parameter", parameter="url"),
    WrapperRule(_host(r"api\.allorigins\.win|corsproxy\.io"), "parameter", parameter="url"),
    WrapperRule(_host(r"corsproxy\.io"), "raw-query"),
    WrapperRule(_host(r"i[0-3]\.wp\.com"), "path"),
    WrapperRule(_host(r"pic1\.xuehuaimg\.com"), "path", path_prefix="/proxy/"),
    WrapperRule(_host(r"thingproxy\.freeboard\.io"), "path", path_prefix="/fetch/"),
    WrapperRule(_host(r"cors-anywhere\.herokuapp\.com|cors\.eu\.org"), "path"),
)

_PLACEHOLDER_HOSTS = re.compile(
    r"(?:[\w-]+\.)?(?:via\.placeholder\.com|placehold\.(?:co|it)|placeholder\.com|dummyimage\.com|placekitten\.com"
    r"|placeimg\.com|fakeimg\.pl|lorempixel\.com)",
    re.IGNORECASE,
)
_RANDOM_PHOTO = re.compile(r"/(?:g/)?\d+(?:/\d+)?(?:\.\w+)?/?")
_NOTHING = frozenset({"", "null", "undefined", "none", "nan", "false", "about:blank", "#"})
_SMALL_DATA = 512  # a data: URL shorter than this is a spacer, not a photograph


def unwrap_image_url(url: str) -> UnwrappedUrl:
    """Return the URL behind a proxy URL; a URL without a proxy is unchanged, so this may be repeated.

    Problems: `empty`, `too-long`, `characters`, `not-http`, `no-host`, `userinfo`, `too-deep`.
    """
    wrapper = ""
    url = _with_scheme(url.strip())
    for _ in range(MAX_LEVELS + 1):
        if problem := _find_problem(url):
            return UnwrappedUrl("", wrapper, problem)
        inner = _unwrap_once(url)
        if inner is None:
            return UnwrappedUrl(url, wrapper, "")
        wrapper = wrapper or (urlsplit(url).hostname or "")
        url = _with_scheme(inner)
    return UnwrappedUrl("", wrapper, "too-deep")


def is_placeholder_image(url: str) -> bool:
    """Tell whether a URL stands for a missing picture: a random photo, a placeholder service, a spacer."""
    url = url.strip()
    if url.lower() in _NOTHING or (url[:5].lower() == "data:" and len(url) < _SMALL_DATA):
        return True
    url = unwrap_image_url(url).url or url
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return False
    if host in ("picsum.photos", "source.unsplash.com"):
        return host != "picsum.photos" or bool(_RANDOM_PHOTO.fullmatch(parts.path)) or "random" in parts.query
    return bool(_PLACEHOLDER_HOSTS.fullmatch(host)) or parts.path.rpartition("/")[2].lower() in ("undefined", "null")


def normalise_image_url(url: str) -> str:
    """Return the ASCII form of an http(s) URL: lower-case IDNA host, escaped path, no default port, no fragment.

    Return "" for anything else and for more than 2,000 characters. May be repeated.
    """
    url = _with_scheme(url.strip())
    if _find_problem(url):
        return ""
    parts = urlsplit(url)
    try:
        netloc = _ascii_host(parts.hostname or "")
    except (UnicodeError, ValueError):
        return ""
    if parts.port not in (None, 80 if parts.scheme == "http" else 443):
        netloc += f":{parts.port}"
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?[]")
    normal = urlunsplit((parts.scheme, netloc, path, query, ""))
    return normal if netloc and len(normal) <= MAX_LENGTH else ""


def _find_problem(url: str) -> str:
    if not url:
        return "empty"
    if len(url) > MAX_LENGTH * 4:
        return "too-long"
    if _REFUSED_CHARACTERS.search(url):
        return "characters"
    return _find_host_problem(url) if _ABSOLUTE.match(url) else "not-http"


def _find_host_problem(url: str) -> str:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return "no-host"
    if "@" in parts.netloc:
        return "userinfo"
    return "no-host" if not host.strip(".") or "%" in host or port == 0 else ""


def _unwrap_once(url: str) -> str | None:
    """Return the URL that the first matching rule finds inside, or None when the URL is not a proxy's."""
    host = urlsplit(url).hostname or ""
    for rule in WRAPPER_RULES:
        if rule.host.fullmatch(host):
            inner = _READERS[rule.kind](rule, url)
            if inner is not None:
                return inner
    return None


def _read_raw_query(rule: WrapperRule, url: str) -> str | None:
    _, mark, inner = url.partition("?")
    return _decode_once(inner) if mark else None


def _read_parameter(rule: WrapperRule, url: str) -> str | None:
    query = dict(parse_qsl(urlsplit(url).query, keep_blank_values=True))
    if rule.parameter not in query:
        return None
    inner = query[rule.parameter].replace(" ", "%20")
    if _ABSOLUTE.match(inner) or inner.startswith("//"):
        return inner
    # weserv writes «ssl:host/path» for https and «host/path» for http.
    return f"https://{inner[4:]}" if inner.startswith("ssl:") else f"http://{inner}"


def _read_path(rule: WrapperRule, url: str) -> str | None:
    parts = urlsplit(url)
    if not parts.path.startswith(rule.path_prefix):
        return None
    inner = _decode_once(parts.path.removeprefix(rule.path_prefix))
    inner = re.sub(r"^(https?:)/+", r"\1//", inner, flags=re.IGNORECASE)
    if _ABSOLUTE.match(inner):
        return f"{inner}?{parts.query}" if parts.query else inner
    if "." not in inner.partition("/")[0]:
        return None
    # Photon (i0.wp.com): the query is about size; `ssl=1` means that the origin uses https.
    return f"{'https' if 'ssl=1' in parts.query else 'http'}://{inner}"


_READERS: dict[str, Callable[[WrapperRule, str], str | None]] = {
    "raw-query": _read_raw_query,
    "parameter": _read_parameter,
    "path": _read_path,
}


def _decode_once(inner: str) -> str:
    return inner if _ABSOLUTE.match(inner) else unquote(inner).replace(" ", "%20")


def _with_scheme(url: str) -> str:
    return f"https:{url}" if url.startswith("//") else url


def _ascii_host(host: str) -> str:
    if ":" in host:
        return f"[{ipaddress.IPv6Address(host).compressed}]"
    ascii_host = host.encode("idna").decode("ascii").lower()
    if not _ASCII_HOST.fullmatch(ascii_host):
        raise ValueError("not a host name")
    return ascii_host
