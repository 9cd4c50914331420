"""Adds the time limit that `getaddrinfo` lacks: it runs in a thread that is abandoned when it is late."""

import threading
import time
from collections.abc import Sequence
from queue import Empty, SimpleQueue

from news.web.errors import FetchError
from news.web.network import Network

Resolution = Sequence[str] | Exception


class Resolver:
    """May be shared by threads. At most `max_resolving` queries are open at once, including hanging ones."""

    def __init__(self, network: Network, max_resolving: int) -> None:
        self._network = network
        self._slots = threading.BoundedSemaphore(max_resolving)

    def resolve(self, host: str, port: int, timeout_s: float) -> list[str]:
        """Return at least one address, without repeats. Raises: FetchError (dns-busy, dns-timeout, unknown-host)."""
        until = time.monotonic() + timeout_s
        if not self._slots.acquire(timeout=timeout_s):
            raise FetchError("dns-busy", host=host)
        answer = self._ask(host, port, until)
        if isinstance(answer, Exception) or not answer:
            raise FetchError("unknown-host", host=host)
        return list(dict.fromkeys(answer))

    def _ask(self, host: str, port: int, until: float) -> Resolution:
        answers: SimpleQueue[Resolution] = SimpleQueue()
        question = threading.Thread(target=self._question, args=(host, port, answers), name="resolve", daemon=True)
        try:
            question.start()
        except RuntimeError:  # the system refuses another thread
            self._slots.release()
            raise FetchError("dns-busy", host=host) from None
        try:
            return answers.get(timeout=max(0.0, until - time.monotonic()))
        except Empty:
            raise FetchError("dns-timeout", host=host) from None

    def _question(self, host: str, port: int, answers: SimpleQueue[Resolution]) -> None:
        try:
            answers.put(self._network.resolve(host, port))
        except (OSError, UnicodeError) as error:
            answers.put(error)
        finally:
            self._slots.release()
