"""Fetches pending pictures: claim the row, fetch, check and store, then say what became of it. One run's logic.

Threads do the network and wait for the decoder; rows are read and written by the caller's thread alone.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Collection, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.db.models import Q
from django.utils import timezone

from news.images.errors import ImageRefusedError
from news.images.hosts import HostQueue
from news.images.storing import PreparedImage, fill_from, fill_image, find_stored, hash_bytes, mark_image, prepare_image
from news.models import Image
from news.web.fetching import Fetched, Fetcher, FetchError

THREADS = 8
LOOK_AHEAD = 200  # rows claimed and in memory
CLAIM = dt.timedelta(minutes=10)  # a killed run's pictures are free again after it
MAY_COME_BACK = frozenset(
    {"not-found", "forbidden", "status"}
)  # a picture that is gone today may be back: failed, not refused

# Sites that give pictures only to their own pages. The same idea: miniflux, rewrite/referer_override.go.
REFERERS = {
    "sinaimg.cn": "weibo.com",
    "pximg.net": "www.pixiv.net",
    "sspai.com": "sspai.com",
    "moyu.im": "jandan.net",
}


Work = Future[Any]  # gives Fetched, then PreparedImage


@dataclass(frozen=True, slots=True)
class FetchedImage:
    """What became of one picture. `state` is that of its row now; pending: left for another run."""

    pk: int
    url: str
    state: str
    code: str = ""
    facts: dict[str, str | int] = field(default_factory=dict)
    size_bytes: int = 0
    is_known: bool = False  # the same bytes were there already


@dataclass(slots=True)
class FetchCounts:
    """The run so far."""

    states: Counter[str] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    known_count: int = 0
    size_bytes: int = 0

    def add(self, done: FetchedImage) -> None:
        self.states[done.state] += 1
        self.known_count += done.is_known
        self.size_bytes += done.size_bytes
        if done.code:
            self.codes[done.code] += 1

    @property
    def problem_count(self) -> int:
        """How many pictures did not come."""
        return self.codes.total()


def images_to_fetch(*, retry_failed: bool = False, host: str = "", ids: Sequence[int] | None = None) -> list[int]:
    """Ids of pictures that wait, oldest first. `host` also takes the hosts below it; `ids` limits to these rows."""
    states = [Image.State.PENDING, *([Image.State.FAILED] if retry_failed else [])]
    rows = Image.objects.filter(state__in=states).exclude(original_url="")
    if ids is not None:
        rows = rows.filter(pk__in=ids)
    found = rows.order_by("pk").values_list("pk", "original_url").iterator(chunk_size=2000)
    return [pk for pk, url in found if not host or is_host_below(url, host)]


def is_host_below(url: str, host: str) -> bool:
    name = host_of(url)
    return name == host or name.endswith(f".{host}")


def host_of(url: str) -> str:
    return (urlsplit(url).hostname or "").lower()


def find_referer(url: str) -> str:
    """The page to name when asking for a picture, "" for nearly all: readers' addresses are nobody's business."""
    page = next((page for host, page in REFERERS.items() if is_host_below(url, host)), "")
    return f"{urlsplit(url).scheme}://{page}/" if page else ""


def fetch_images(
    ids: Sequence[int], fetcher: Fetcher, should_stop: Callable[[], bool] = bool, *, threads: int = THREADS
) -> Generator[FetchedImage, None, None]:
    """Fetches the pictures of these rows, each as it is done. Rows another run has claimed are passed over.

    At most two at a time from one host, whatever the order. Call it outside a transaction; rows that are not done
    when the caller stops iterating are released.
    """
    run = _Run(iter(ids), fetcher, ThreadPoolExecutor(threads, thread_name_prefix="fetch"))
    try:
        yield from run.go(should_stop, threads)
    finally:
        run.close()


class _Run:
    """The rows of a run on their way: waiting in the queue, at work in a thread, or done."""

    def __init__(self, ids: Iterator[int], fetcher: Fetcher, pool: ThreadPoolExecutor) -> None:
        self.ids = ids
        self.fetcher = fetcher
        self.pool = pool
        self.queue: HostQueue[Image] = HostQueue()
        self.work: dict[Work, Image] = {}
        self.claimed: set[int] = set()

    def go(self, should_stop: Callable[[], bool], threads: int) -> Iterator[FetchedImage]:
        while True:
            is_stopped = should_stop()
            if not is_stopped:
                yield from self._fill_queue()
                self._start_fetching(threads)
            if not self.work:
                break
            done, _running = wait(self.work, timeout=1, return_when=FIRST_COMPLETED)
            for future in done:
                yield from self._finish(future, self.work.pop(future))

    def close(self) -> None:
        self.pool.shutdown(wait=True, cancel_futures=True)
        release_claims(self.claimed)

    def _fill_queue(self) -> Iterator[FetchedImage]:
        while len(self.queue) < LOOK_AHEAD:
            pk = next(self.ids, None)
            if pk is None:
                return
            image = claim_image(pk)
            if image is None:
                continue
            self.claimed.add(pk)
            if reason := self.queue.add(host_of(image.original_url), image):
                yield self._leave(image, reason)

    def _start_fetching(self, threads: int) -> None:
        while len(self.work) < threads:
            item = self.queue.take()
            if item is None:
                return
            _host, image = item
            referer = find_referer(image.original_url)
            self.work[self.pool.submit(self.fetcher.fetch, image.original_url, referer=referer)] = image

    def _finish(self, future: Work, image: Image) -> Iterator[FetchedImage]:
        host = host_of(image.original_url)
        try:
            result = future.result()
        except FetchError as error:
            yield from self._fail_fetch(host, image, error)
        except ImageRefusedError as error:
            yield self._mark(image, Image.State.REFUSED, error.code, error.facts)
        except OSError as error:
            yield self._leave(image, "disk", {"error": error.strerror or type(error).__name__})
            raise
        else:
            if isinstance(result, Fetched):
                yield from self._store(image, result)
                yield from self._leave_all(self.queue.end(host, len(result.content)), "host-budget")
            else:
                yield self._fill(image, result)

    def _store(self, image: Image, fetched: Fetched) -> Iterator[FetchedImage]:
        stored = find_stored(hash_bytes(fetched.content))
        if stored:
            fill_from(image, stored)
            yield self._done(image, FetchedImage(image.pk, image.original_url, "ready", is_known=True))
        else:
            self.work[self.pool.submit(_prepare_and_write, fetched.content)] = image

    def _fill(self, image: Image, prepared: PreparedImage) -> FetchedImage:
        fill_image(image, prepared)
        size = sum(map(len, prepared.files.values()))
        return self._done(image, FetchedImage(image.pk, image.original_url, "ready", size_bytes=size))

    def _fail_fetch(self, host: str, image: Image, error: FetchError) -> Iterator[FetchedImage]:
        is_refused = error.is_final and error.code not in MAY_COME_BACK
        dropped = self.queue.end(host, 0) if error.is_final else self.queue.fail(host)
        yield self._mark(image, Image.State.REFUSED if is_refused else Image.State.FAILED, error.code, error.facts)
        yield from self._leave_all(dropped, "host-failing")

    def _mark(self, image: Image, state: str, code: str, facts: dict[str, str | int]) -> FetchedImage:
        mark_image(image, state, code, facts)
        return self._done(image, FetchedImage(image.pk, image.original_url, str(state), code, facts))

    def _leave_all(self, images: list[Image], code: str) -> Iterator[FetchedImage]:
        return (self._leave(image, code) for image in images)

    def _leave(self, image: Image, code: str, facts: dict[str, str | int] | None = None) -> FetchedImage:
        facts = facts or {"host": host_of(image.original_url)}
        return self._done(image, FetchedImage(image.pk, image.original_url, "pending", code, facts))

    def _done(self, image: Image, result: FetchedImage) -> FetchedImage:
        self.claimed.discard(image.pk)
        release_claims([image.pk])
        return result


def _prepare_and_write(content: bytes) -> PreparedImage:
    prepared = prepare_image(content)
    prepared.write_files()
    return prepared


def claim_image(pk: int) -> Image | None:
    """The row, when nobody else is fetching it and it still waits. One conditional UPDATE, the same everywhere."""
    now = timezone.now()
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lt=now)
    waiting = Image.objects.filter(free, pk=pk, state__in=[Image.State.PENDING, Image.State.FAILED])
    return Image.objects.get(pk=pk) if waiting.update(claimed_until=now + CLAIM) else None


def release_claims(ids: Collection[int]) -> None:
    if ids:
        Image.objects.filter(pk__in=list(ids)).update(claimed_until=None)
