"""Fetches one address from the public web, or sends data to one (docs/decisions/0007-fetching.md)."""

import logging
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass

import httpcore

from news.web.connecting import Connector
from news.web.errors import FetchError
from news.web.limits import DEFAULT_LIMITS, FetchProgress, Limits
from news.web.network import SYSTEM_NETWORK, Network
from news.web.per_host import PerHostLimiter
from news.web.responses import ACCEPTED, REDIRECTS, announced_bytes, check_answer, find_redirect, first_header
from news.web.streams import GuardedStream, join_chunks
from news.web.urls import Target, parse_location, parse_url

__all__ = ["FetchError", "Fetched", "Fetcher", "Limits"]

USER_AGENT = "Mozilla/5.0 (compatible; Masthead)"
MAX_BYTES = 10 << 20
MAX_REPLY_BYTES = 64 << 10

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Fetched:
    """A complete answer. `url` is the last one after redirects, `content_type` the header as sent (only a hint),
    `address` the one connected to, `seconds` the time without waiting for turns."""

    url: str
    content: bytes
    content_type: str
    address: str
    seconds: float


class Fetcher:
    """Fetches and sends. Share one between threads: turns at a host are counted for each fetcher."""

    def __init__(
        self, network: Network = SYSTEM_NETWORK, limits: Limits = DEFAULT_LIMITS, user_agent: str = USER_AGENT
    ) -> None:
        self._connector = Connector(network, limits)
        self._turns = PerHostLimiter(limits)
        self._limits = limits
        self._user_agent = user_agent

    def fetch(self, url: str, *, max_bytes: int = MAX_BYTES, referer: str = "") -> Fetched:
        """Fetch within `Limits.total_s`, plus at most `Limits.turn_s` of waiting for other fetches from the same host.

        A `referer` that is not a web address, or that would reveal an https page to an http host, is left out.
        Do not call inside a transaction or a request. Raises: FetchError.
        """
        visit = FetchProgress(self._limits, max_bytes)
        with _logged(visit):
            target = parse_url(url)
            for _ in range(self._limits.max_redirects + 1):
                visit.host, visit.address = target.host, "-"
                with self._turns.hold(target.host, visit.turn_left_s) as waited_s:
                    visit.wait_ended(waited_s)
                    answer = self._ask(target, visit, referer)
                if isinstance(answer, Fetched):
                    return answer
                target = answer
            raise FetchError("too-many-redirects", host=target.host, max=self._limits.max_redirects)

    def send(self, url: str, content: bytes, content_type: str) -> Fetched:
        """POST once: nothing is repeated, and a redirect is an error, because it could send our data elsewhere.

        The rules and limits of `fetch` apply; at most `MAX_REPLY_BYTES` of the reply are read. Raises: FetchError.
        """
        visit = FetchProgress(self._limits, MAX_REPLY_BYTES)
        with _logged(visit):
            target = parse_url(url)
            visit.host = target.host
            with self._turns.hold(target.host, visit.turn_left_s) as waited_s:
                visit.wait_ended(waited_s)
                headers = _make_headers(target, self._user_agent) | {
                    "Content-Type": content_type,
                    "Content-Length": str(len(content)),
                }
                request = httpcore.Request(
                    "POST", _httpcore_url(target), headers=list(headers.items()), content=content
                )
                with self._talk(target, visit, request) as (response, stream):
                    if response.status in REDIRECTS:
                        raise FetchError("redirected", host=target.host)
                    check_answer(response, target.host, ACCEPTED)
                    return _read_answer(response, stream, target, visit)

    def _ask(self, target: Target, visit: FetchProgress, referer: str) -> Fetched | Target:
        """Return the content, or the target of a redirect; the body of a redirect is never read."""
        headers = _make_headers(target, self._user_agent)
        if shown := _show_referer(referer, target):
            headers["Referer"] = shown
        request = httpcore.Request("GET", _httpcore_url(target), headers=list(headers.items()))
        with self._talk(target, visit, request) as (response, stream):
            location = find_redirect(response, target.host)
            if location is not None:
                return parse_location(location, target)
            check_answer(response, target.host)
            return _read_answer(response, stream, target, visit)

    @contextmanager
    def _talk(
        self, target: Target, visit: FetchProgress, request: httpcore.Request
    ) -> Iterator[tuple[httpcore.Response, GuardedStream]]:
        """Send one request on a new connection and yield when the head of the answer has arrived."""
        with closing(self._connector.open(target, visit)) as stream, _protocol_errors(stream, visit):
            connection = httpcore.HTTP11Connection(origin=request.url.origin, stream=stream)
            yield connection.handle_request(request), stream


def _make_headers(target: Target, user_agent: str) -> dict[str, str]:
    return {
        "Host": target.authority,
        "User-Agent": user_agent,
        "Accept": "*/*",
        "Accept-Encoding": "identity",
        "Connection": "close",
    }


def _httpcore_url(target: Target) -> httpcore.URL:
    return httpcore.URL(scheme=target.scheme, host=target.host, port=target.port, target=target.path)


def _show_referer(referer: str, target: Target) -> str:
    """Return the Referer to send, or "" (RFC 9110 §10.1.3)."""
    try:
        page = parse_url(referer)
    except FetchError:
        return ""
    return "" if page.scheme == "https" and target.scheme == "http" else page.url


def _read_answer(response: httpcore.Response, stream: GuardedStream, target: Target, visit: FetchProgress) -> Fetched:
    if announced_bytes(response) > visit.max_bytes:
        raise visit.too_large()
    stream.begin_body()
    content = join_chunks(response.iter_stream(), visit)
    content_type = first_header(response, b"content-type").decode("latin-1")
    return Fetched(target.url, content, content_type, visit.address, visit.deadline.elapsed_s)


@contextmanager
def _logged(visit: FetchProgress) -> Iterator[None]:
    try:
        yield
    except FetchError as error:
        _log(logging.INFO, visit, error.code)
        raise
    _log(logging.DEBUG, visit, "ok")


@contextmanager
def _protocol_errors(stream: GuardedStream, visit: FetchProgress) -> Iterator[None]:
    try:
        yield
    except httpcore.ProtocolError as error:
        code = "cut-off" if stream.is_at_end else "not-http-answer"
        raise FetchError(code, host=visit.host) from error


def _log(level: int, visit: FetchProgress, verdict: str) -> None:
    """Log the host only: paths and queries of signed addresses are secrets."""
    logger.log(
        level,
        "fetch host=%s address=%s bytes=%d ms=%d verdict=%s",
        visit.host,
        visit.address,
        visit.bytes_read,
        round(visit.deadline.elapsed_s * 1000),
        verdict,
    )
