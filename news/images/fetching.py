"""Fetches pending pictures: claims the row, fetches, checks, stores and records the outcome. The logic of one run.

Threads use the network and wait for the decoder; only the caller's thread reads and writes rows.
"""

import datetime as dt
import time
from collections import Counter
from collections.abc import Callable, Collection, Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.db.models import F
from django.utils import timezone

from news.images.errors import ImageRefusedError
from news.images.hosts import HostQueue
from news.images.storing import PreparedImage, fill_from, fill_image, find_stored, hash_bytes, mark_image, prepare_image
from news.models import Image
from news.web.fetching import Fetched, Fetcher, FetchError

THREADS = 8
LOOK_AHEAD = 200  # enough for hosts to take turns
CLAIM_S = 90.0  # longer than one picture should take to be fetched, and then to be decoded
PAUSE_S = 0.5
MAY_BE_OUR_FAULT = frozenset({"crashed", "too-slow", "too-much-memory"})  # a machine short of memory or time: failed
MAY_COME_BACK = frozenset(
    {"not-found", "forbidden", "status"}
)  # a picture that is missing today may return: failed, not refused

# Sites that serve pictures only to their own pages. Idea from miniflux, rewrite/referer_override.go.
REFERERS = {
    "sinaimg.cn": "weibo.com",
    "pximg.net": "www.pixiv.net",
    "sspai.com": "sspai.com",
    "moyu.im": "jandan.net",
}


PictureFuture = Future[Any]  # resolves to Fetched, then to PreparedImage


@dataclass(frozen=True, slots=True)
class FetchedImage:
    """The outcome for one picture. `state` is that of its row now; pending means that another run will take it."""

    pk: int
    url: str
    state: str
    code: str = ""
    facts: dict[str, str | int] = field(default_factory=dict)
    size_bytes: int = 0
    is_known: bool = False  # whether the library already had the same bytes


@dataclass(slots=True)
class FetchCounts:
    """The totals of the run so far."""

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
        """Return how many pictures were not fetched."""
        return self.codes.total()


@dataclass(frozen=True, slots=True)
class WaitingImage:
    """A picture to be fetched: the id of its row, its address, and how often it has been tried."""

    pk: int
    url: str
    try_count: int = 0

    @property
    def host(self) -> str:
        return host_of(self.url)


def images_to_fetch(*, retry_failed: bool = False, retry_refused: bool = False, host: str = "") -> list[WaitingImage]:
    """List waiting pictures: untried ones first, then the least recently tried. `host` includes its subdomains."""
    wanted = {Image.State.PENDING: True, Image.State.FAILED: retry_failed, Image.State.REFUSED: retry_refused}
    rows = Image.objects.filter(state__in=[state for state, is_wanted in wanted.items() if is_wanted])
    rows = rows.exclude(original_url="").order_by(F("tried_at").asc(nulls_first=True), "pk")
    found = rows.values_list("pk", "original_url", "try_count").iterator(chunk_size=2000)
    return [WaitingImage(*row) for row in found if not host or is_host_below(row[1], host)]


def is_host_below(url: str, host: str) -> bool:
    name = host_of(url)
    return name == host or name.endswith(f".{host}")


def host_of(url: str) -> str:
    return (urlsplit(url).hostname or "").lower()


def find_referer(url: str) -> str:
    """Return the Referer to send, "" for nearly all hosts, because what readers read is nobody else's business."""
    page = next((page for host, page in REFERERS.items() if is_host_below(url, host)), "")
    return f"{urlsplit(url).scheme}://{page}/" if page else ""


def fetch_images(
    waiting: Iterable[WaitingImage],
    fetcher: Fetcher,
    should_stop: Callable[[], bool] = bool,
    *,
    threads: int = THREADS,
    claim_s: float = CLAIM_S,
) -> Generator[FetchedImage, None, None]:
    """Fetch these pictures, at most two at a time from one host, and yield each outcome as it is known.

    A row is claimed for `claim_s` while it is worked on. One that another run has claimed is skipped and checked again
    at the end: that run has then finished it, or it was killed and its claim expires. Call outside a transaction.
    Raises: OSError when files cannot be stored; the rows then wait as before.
    """
    run = _Run(iter(waiting), fetcher, ThreadPoolExecutor(threads, thread_name_prefix="fetch"), claim_s)
    try:
        yield from run.go(should_stop, threads)
    finally:
        run.close()


class _Run:
    """The pictures of a run: waiting in the queue, claimed by another run, or being worked on in a thread."""

    def __init__(
        self, waiting: Iterator[WaitingImage], fetcher: Fetcher, pool: ThreadPoolExecutor, claim_s: float
    ) -> None:
        self.waiting = waiting
        self.fetcher = fetcher
        self.pool = pool
        self.claim_s = claim_s
        self.queue: HostQueue[WaitingImage] = HostQueue()
        self.held: list[WaitingImage] = []
        self.work: dict[PictureFuture, Image] = {}

    def go(self, should_stop: Callable[[], bool], threads: int) -> Iterator[FetchedImage]:
        while True:
            is_stopped = should_stop()
            if not is_stopped:
                yield from self._fill_queue()
                while len(self.work) < threads and (item := self.queue.take()):
                    host, waiting = item
                    image = claim_image(waiting, self.claim_s)
                    if image is None:
                        self.queue.put_down(host)
                        self.held.append(waiting)
                        continue
                    referer = find_referer(image.original_url)
                    self.work[self.pool.submit(self.fetcher.fetch, image.original_url, referer=referer)] = image
            if not self.work and (is_stopped or not self._take_back_held()):
                break
            done, _running = wait(self.work, timeout=PAUSE_S, return_when=FIRST_COMPLETED)
            for future in done:
                yield from self._finish(future, self.work.pop(future))

    def close(self) -> None:
        self.pool.shutdown(wait=True, cancel_futures=True)
        release_claims([image.pk for image in self.work.values()])

    def _fill_queue(self) -> Iterator[FetchedImage]:
        while len(self.queue) < LOOK_AHEAD:
            image = next(self.waiting, None)
            if image is None:
                return
            if reason := self.queue.add(image.host, image):
                yield _left(image, reason)

    def _take_back_held(self) -> bool:
        """Wait a moment for pictures that another run holds, when nothing else is left. Return whether any remain."""
        if self.held:
            time.sleep(PAUSE_S)
            unready = Image.objects.exclude(state=Image.State.READY).filter(pk__in=[image.pk for image in self.held])
            tries = dict(unready.values_list("pk", "try_count"))
            again = [image for image in self.held if tries.get(image.pk) == image.try_count]
            self.waiting, self.held = iter([*again, *self.waiting]), []
            return bool(again)
        return False

    def _finish(self, future: PictureFuture, image: Image) -> Iterator[FetchedImage]:
        host = host_of(image.original_url)
        try:
            result = future.result()
        except FetchError as error:
            yield from self._fail_fetch(host, image, error)
        except ImageRefusedError as error:
            state = Image.State.FAILED if error.code in MAY_BE_OUR_FAULT else Image.State.REFUSED
            yield self._mark(image, state, error.code, error.facts)
        except OSError as error:
            release_claims([image.pk])
            facts: dict[str, str | int] = {"error": error.strerror or type(error).__name__}
            yield FetchedImage(image.pk, image.original_url, "pending", "disk", facts)
            raise
        else:
            if isinstance(result, Fetched):
                yield from self._store(image, result)
                dropped = self.queue.end(host, len(result.content))
                yield from (_left(waiting, "host-budget") for waiting in dropped)
            else:
                yield self._fill(image, result)

    def _store(self, image: Image, fetched: Fetched) -> Iterator[FetchedImage]:
        stored = find_stored(hash_bytes(fetched.content))
        if stored:
            fill_from(image, stored)
            yield FetchedImage(image.pk, image.original_url, "ready", is_known=True)
        else:
            claim_longer(image.pk, self.claim_s)
            self.work[self.pool.submit(_prepare_and_write, fetched.content, (image.focal_x, image.focal_y))] = image

    def _fill(self, image: Image, prepared: PreparedImage) -> FetchedImage:
        fill_image(image, prepared)
        size = sum(map(len, prepared.files.values()))
        return FetchedImage(image.pk, image.original_url, "ready", size_bytes=size)

    def _fail_fetch(self, host: str, image: Image, error: FetchError) -> Iterator[FetchedImage]:
        is_refused = error.is_final and error.code not in MAY_COME_BACK
        dropped = self.queue.end(host, 0) if error.is_final else self.queue.fail(host)
        yield self._mark(image, Image.State.REFUSED if is_refused else Image.State.FAILED, error.code, error.facts)
        yield from (_left(waiting, "host-failing") for waiting in dropped)

    def _mark(self, image: Image, state: str, code: str, facts: dict[str, str | int]) -> FetchedImage:
        mark_image(image, state, code, facts)
        return FetchedImage(image.pk, image.original_url, str(state), code, facts)


def _left(image: WaitingImage, code: str) -> FetchedImage:
    return FetchedImage(image.pk, image.url, "pending", code, {"host": image.host})


def _prepare_and_write(content: bytes, focal: tuple[float, float]) -> PreparedImage:
    prepared = prepare_image(content, focal)
    prepared.write_files()
    return prepared


def claim_image(image: WaitingImage, claim_s: float = CLAIM_S) -> Image | None:
    """Claim and return the row, unless another run is fetching it or has tried it since. One conditional UPDATE."""
    rows = Image.objects.filter(pk=image.pk, try_count=image.try_count).exclude(state=Image.State.READY)
    is_ours = rows.claim(timezone.now() + dt.timedelta(seconds=claim_s))
    return Image.objects.get(pk=image.pk) if is_ours else None


def claim_longer(pk: int, claim_s: float) -> None:
    """Extend a claim that the caller already holds."""
    Image.objects.filter(pk=pk).update(claimed_until=timezone.now() + dt.timedelta(seconds=claim_s))


def release_claims(ids: Collection[int]) -> None:
    if ids:
        Image.objects.filter(pk__in=ids).update(claimed_until=None)
