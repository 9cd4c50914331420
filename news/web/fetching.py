"""Fetches one address from the public web: the rules of docs/decisions/0007-fetching.md, redirects by hand."""

import logging
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass

import httpcore

from news.web.answers import announced_bytes, check_answer, find_redirect, first_header
from news.web.connecting import Connector
from news.web.errors import FetchError
from news.web.limits import DEFAULT_LIMITS, Limits, Visit
from news.web.network import SYSTEM_NETWORK, Network
from news.web.streams import GuardedStream, join_chunks
from news.web.turns import Turns
from news.web.urls import Target, parse_location, parse_url

__all__ = ["FetchError", "Fetched", "Fetcher", "Limits"]

USER_AGENT = "Mozilla/5.0 (compatible; Masthead)"
MAX_BYTES = 10 << 20

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Fetched:
    """`url` is the last one after redirects, `content_type` the header as sent (a hint, no more), `address` the one
    that was connected to, `seconds` the time without waiting for turns."""

    url: str
    content: bytes
    content_type: str
    address: str
    seconds: float


class Fetcher:
    """May be shared by threads, and should be: turns are counted for each fetcher."""

    def __init__(
        self, network: Network = SYSTEM_NETWORK, limits: Limits = DEFAULT_LIMITS, user_agent: str = USER_AGENT
    ) -> None:
        self._connector = Connector(network, limits)
        self._turns = Turns(limits)
        self._limits = limits
        self._user_agent = user_agent

    def fetch(self, url: str, *, max_bytes: int = MAX_BYTES, referer: str = "") -> Fetched:
        """Within `Limits.total_s`, plus at most `Limits.turn_s` of waiting while others fetch from the same host.

        A `referer` that is no web address, or would tell an http host of an https page, is left out.
        Not for use inside a transaction or a request. Raises: FetchError.
        """
        visit = Visit(self._limits, max_bytes)
        try:
            fetched = self._follow(parse_url(url), visit, referer)
        except FetchError as error:
            _log(logging.INFO, visit, error.code)
            raise
        _log(logging.DEBUG, visit, "ok")
        return fetched

    def _follow(self, target: Target, visit: Visit, referer: str) -> Fetched:
        for _ in range(self._limits.max_redirects + 1):
            visit.host, visit.address = target.host, "-"
            with self._turns.hold(target.host, visit.turn_left_s) as waited_s:
                visit.wait_ended(waited_s)
                answer = self._ask(target, visit, referer)
            if isinstance(answer, Fetched):
                return answer
            target = answer
        raise FetchError("too-many-redirects", host=target.host, max=self._limits.max_redirects)

    def _ask(self, target: Target, visit: Visit, referer: str) -> Fetched | Target:
        """The content, or where it is instead; the body of a redirect is never read."""
        request = _make_request(target, self._user_agent, referer)
        with closing(self._connector.open(target, visit)) as stream, _protocol_errors(stream, visit):
            response = httpcore.HTTP11Connection(origin=request.url.origin, stream=stream).handle_request(request)
            location = find_redirect(response, target.host)
            if location is not None:
                return parse_location(location, target)
            check_answer(response, target.host)
            content = _read_content(response, stream, visit)
        content_type = first_header(response, b"content-type").decode("latin-1")
        return Fetched(target.url, content, content_type, visit.address, visit.deadline.elapsed_s)


def _make_request(target: Target, user_agent: str, referer: str) -> httpcore.Request:
    headers = {
        "Host": target.authority,
        "User-Agent": user_agent,
        "Accept": "*/*",
        "Accept-Encoding": "identity",
        "Connection": "close",
    }
    if shown := _show_referer(referer, target):
        headers["Referer"] = shown
    url = httpcore.URL(scheme=target.scheme, host=target.host, port=target.port, target=target.path)
    return httpcore.Request("GET", url, headers=list(headers.items()))


def _show_referer(referer: str, target: Target) -> str:
    """RFC 9110 §10.1.3."""
    try:
        page = parse_url(referer)
    except FetchError:
        return ""
    return "" if page.scheme == "https" and target.scheme == "http" else page.url


def _read_content(response: httpcore.Response, stream: GuardedStream, visit: Visit) -> bytes:
    if announced_bytes(response) > visit.max_bytes:
        raise visit.too_large()
    stream.begin_body()
    return join_chunks(response.iter_stream(), visit)


@contextmanager
def _protocol_errors(stream: GuardedStream, visit: Visit) -> Iterator[None]:
    try:
        yield
    except httpcore.ProtocolError as error:
        code = "cut-off" if stream.is_at_end else "not-http-answer"
        raise FetchError(code, host=visit.host) from error


def _log(level: int, visit: Visit, verdict: str) -> None:
    """Host only: paths and queries of signed addresses are secrets."""
    logger.log(
        level,
        "fetch host=%s address=%s bytes=%d ms=%d verdict=%s",
        visit.host,
        visit.address,
        visit.bytes_read,
        round(visit.deadline.elapsed_s * 1000),
        verdict,
    )
