"""Parses addresses once and strictly. Requests are built from the parsed parts, never from the text."""

import ipaddress
import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import quote, urljoin

from news.web.errors import FetchError

MAX_LENGTH = 4_096
MAX_HOST_LENGTH = 253  # RFC 1035 §3.1
DEFAULT_PORTS = {"http": 80, "https": 443}
PORTS = frozenset(DEFAULT_PORTS.values())

_URL = re.compile(r"(https?)://([^/?#]*)([^?#]*)(?:\?([^#]*))?(?:#.*)?", re.IGNORECASE)  # RFC 3986, appendix B
_AUTHORITY = re.compile(r"(?:\[([0-9a-f:.]+)\]|([^\[\]:%]+))(?::([0-9]{0,5}))?", re.IGNORECASE)
_HOST_NAME = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
# Control, format (zero width, bidi), surrogate; spaces and separators. URL parsers disagree about them.
_REFUSED_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Zs", "Zl", "Zp"})
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")
_PATH_SAFE = "/%:@!$&'()*+,;=~-._"
_QUERY_SAFE = f"{_PATH_SAFE}?[]"


@dataclass(frozen=True, slots=True)
class Target:
    """A parsed address: `host` is lower-case ASCII (A-labels; IPv6 without brackets), `path` is escaped and includes
    the query."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """Return host and port as the Host header needs them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.authority}{self.path}"


def parse_url(url: str) -> Target:
    """Parse an address. Raises: FetchError (characters, too-long, not-http, no-host, userinfo, port)."""
    _check_text(url)
    parts = _URL.fullmatch(url)
    if not parts:
        raise FetchError("not-http")
    scheme = parts[1].lower()
    host, port = _parse_authority(parts[2], DEFAULT_PORTS[scheme])
    path = quote(parts[3] or "/", safe=_PATH_SAFE)
    query = quote(parts[4] or "", safe=_QUERY_SAFE)
    target = Target(scheme, host, port, f"{path}?{query}" if query else path)
    if len(target.url) > MAX_LENGTH:
        raise FetchError("too-long", max=MAX_LENGTH)
    return target


def parse_location(location: bytes, base: Target) -> Target:
    """Return the target of a Location header, relative to the address that sent it (RFC 9110 §10.2.2).

    Bytes beyond ASCII are kept and escaped, whatever encoding the server meant. Raises: like `parse_url`, and
    FetchError (redirect-downgrade).
    """
    text = _BEYOND_ASCII.sub(lambda match: b"%%%02X" % match[0][0], location).decode("ascii")
    _check_text(text)
    try:
        joined = urljoin(base.url, text)
    except ValueError:
        raise FetchError("no-host") from None
    target = parse_url(joined)
    if base.scheme == "https" and target.scheme == "http":
        raise FetchError("redirect-downgrade", host=target.host)
    return target


def _check_text(text: str) -> None:
    if len(text) > MAX_LENGTH:
        raise FetchError("too-long", max=MAX_LENGTH)
    if any(character == "\\" or unicodedata.category(character) in _REFUSED_CATEGORIES for character in text):
        raise FetchError("characters")


def _parse_authority(text: str, default_port: int) -> tuple[str, int]:
    if "@" in text:
        raise FetchError("userinfo")
    parts = _AUTHORITY.fullmatch(text)
    if not parts:
        raise FetchError("no-host")
    host = _parse_ipv6(parts[1]) if parts[1] else _parse_name(parts[2])
    port = int(parts[3]) if parts[3] else default_port
    if port not in PORTS:
        raise FetchError("port", host=host, port=port)
    return host, port


def _parse_ipv6(text: str) -> str:
    try:
        return ipaddress.IPv6Address(text).compressed
    except ValueError:
        raise FetchError("no-host") from None


def _parse_name(text: str) -> str:
    """Accept any spelling the resolver understands, also numbers: what it resolves to is judged, not how it looks."""
    if len(text) > MAX_HOST_LENGTH:  # the time the codec needs grows with the square of the length
        raise FetchError("no-host")
    try:
        name = text.encode("idna").decode("ascii").lower().removesuffix(".")
    except UnicodeError:
        raise FetchError("no-host") from None
    if len(name) > MAX_HOST_LENGTH or not _HOST_NAME.fullmatch(name):
        raise FetchError("no-host")
    return name
