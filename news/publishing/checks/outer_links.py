"""Asks other sites whether linked pages still exist. For commands: never in a request."""

import datetime as dt
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from django.utils import timezone

from news.publishing.checks.checked import DeadLink
from news.publishing.checks.inner_links import inner_path
from news.publishing.checks.reading import LookedUp
from news.publishing.checks.storing import REMEMBERED
from news.web.fetching import Fetcher, FetchError

FRESH = dt.timedelta(hours=24)
PAUSE_S = 1.0  # between two requests to one host
HOST_BUDGET = 100  # requests to one host in one run
HOST_FAILURES = 3  # then the host is skipped for the rest of the run
MAX_BYTES = 256 << 10
# Only these errors mean that the page is gone; others may be our fault or temporary.
DEAD = frozenset({"not-found", "unknown-host", "no-host", "redirect-nowhere", "too-many-redirects"})
ALIVE = frozenset({"answer-too-large", "encoding", "forbidden", "redirect-downgrade"})


@dataclass(slots=True)
class LinkLooker:
    """One run: requests each address once, one after the other, and limits the load on each host."""

    fetcher: Fetcher
    pause: Callable[[float], None] = time.sleep
    known: dict[str, DeadLink | None] = field(default_factory=dict)
    asked: Counter[str] = field(default_factory=Counter)
    failed: Counter[str] = field(default_factory=Counter)
    last: dict[str, float] = field(default_factory=dict)

    def look(self, found: LookedUp) -> LookedUp:
        """Returns the post with what is now known of its links; requests nothing learned within the last day."""
        fresh_since = timezone.now() - FRESH
        remembered = [each["facts"] for each in found.memory if each["code"] == REMEMBERED]
        alive = {href: at for facts in remembered for href, at in facts.items() if _is_since(at, fresh_since)}
        dead = dict(found.post.dead_links)
        for href in _outer_hrefs(place.text for place, _link in found.post.tree.links):
            if href in alive or (href in dead and _is_since(dead[href].checked_at, fresh_since)):
                continue
            answer = self._ask(href)
            if answer is None:
                dead.pop(href, None)
                alive[href] = timezone.now().isoformat()
            elif answer.reason in DEAD:
                dead[href] = answer
        memory = ({"code": REMEMBERED, "facts": alive},) if alive else ()
        return replace(found, post=replace(found.post, dead_links=dead), memory=memory)

    def _ask(self, href: str) -> DeadLink | None:
        """Returns None when the page exists. Reasons outside `DEAD` mean that the answer is unknown."""
        if href not in self.known:
            self.known[href] = self._fetch(href, urlsplit(href).netloc.lower())
        return self.known[href]

    def _fetch(self, href: str, host: str) -> DeadLink | None:
        if self.asked[host] >= HOST_BUDGET or self.failed[host] >= HOST_FAILURES:
            return DeadLink("no-turn", {"host": host}, "")
        if host in self.last:
            self.pause(max(0.0, PAUSE_S - (time.monotonic() - self.last[host])))
        self.asked[host] += 1
        try:
            self.fetcher.fetch(href, max_bytes=MAX_BYTES)
        except FetchError as error:
            if error.code in ALIVE:
                return None
            self.failed[host] += error.code not in DEAD
            return DeadLink(error.code, error.facts, timezone.now().isoformat())
        finally:
            self.last[host] = time.monotonic()
        self.failed[host] = 0
        return None


def _outer_hrefs(hrefs: Iterable[str]) -> list[str]:
    every = dict.fromkeys(href for href in hrefs if href.startswith(("http://", "https://")))
    return [href for href in every if not inner_path(href)]


def _is_since(at: str, moment: dt.datetime) -> bool:
    try:
        return dt.datetime.fromisoformat(at) >= moment
    except ValueError:
        return False
