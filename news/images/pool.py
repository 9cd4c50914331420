"""The picture workers of this process: a few, started when needed and reused until something fails. Thread-safe."""

import atexit
import logging
import os
import threading
import time
from contextlib import suppress

from news.images.errors import ImageRefusedError
from news.images.worker import Worker, WorkerGoneError, WorkerNotStartedError
from news.images.worker_messages import Head, Message

MAX_WORKERS = max(2, min(4, os.cpu_count() or 1))
PAUSE_S = 2.0
MAX_JOBS = 100  # one worker does this many, then it is replaced

logger = logging.getLogger(__name__)


class WorkerPool:
    """Hands jobs to at most `size` workers; further callers wait for their turn."""

    def __init__(self, size: int = MAX_WORKERS) -> None:
        self.slots = threading.BoundedSemaphore(size)
        self.idle: list[tuple[Worker, int]] = []  # each with the number of jobs it has done

    def ask(self, head: Head, data: bytes) -> Message:
        """Return the worker's answer unchecked. Raises: ImageRefusedError; OSError when no worker can be started."""
        with self.slots:
            try:
                return self._ask_once(head, data)
            except WorkerGoneError:
                pass
            try:
                return self._ask_once(head, data)
            except WorkerGoneError as error:
                raise ImageRefusedError("crashed", status=0) from error

    def _ask_once(self, head: Head, data: bytes) -> Message:
        worker, jobs = self._take()
        went_well = False
        try:
            answer = worker.ask(head, data)
            went_well = "refused" not in answer[0]
        except ImageRefusedError as error:
            logger.warning("A picture worker ended: %s %s", error.code, error.facts)
            raise
        finally:
            if went_well and worker.is_usable and jobs + 1 < MAX_JOBS:
                self.idle.append((worker, jobs + 1))
            else:
                worker.end()
        return answer

    def _take(self) -> tuple[Worker, int]:
        with suppress(IndexError):
            while True:
                worker, jobs = self.idle.pop()
                if worker.is_usable:
                    return worker, jobs
                worker.end()
        try:
            return Worker(), 0
        except WorkerNotStartedError:  # the machine may be busy only for a moment
            time.sleep(PAUSE_S)
            return Worker(), 0

    def close(self) -> None:
        """End the idle workers. The pool may be used again."""
        with suppress(IndexError):
            while True:
                self.idle.pop()[0].end()

    def forget(self) -> None:
        """Drop the workers in a forked process, without ending them: they belong to the parent."""
        for worker, _jobs in self.idle:
            worker.let_go()
            worker.process.returncode = 0  # not a child of the fork, which must not wait for it
        self.idle = []
        self.slots = threading.BoundedSemaphore(MAX_WORKERS)


POOL = WorkerPool()
atexit.register(POOL.close)
os.register_at_fork(after_in_child=POOL.forget)
