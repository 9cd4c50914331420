"""One picture worker, a restricted child process: the site itself never decodes a picture."""

import errno
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from news.images.errors import ImageRefusedError
from news.images.worker_messages import Head, Message, MessageError, read_message, write_message

WALL_S = 15
START_S = 10
ENDS_WITHIN_S = 0.2
_ROOT = Path(__file__).resolve().parents[2]  # the folder that contains `news`
_COMMAND = [sys.executable, "-s", "-P", "-m", "news.images.child"]
_ENVIRONMENT = {  # only where modules are: no key, no database password
    "PYTHONPATH": os.pathsep.join([str(_ROOT), *filter(None, sys.path)]),
    "MALLOC_ARENA_MAX": "1",
    "LC_ALL": "C.UTF-8",
}


class WorkerGoneError(Exception):
    """The worker ended before it read the job: another worker may take it."""


class WorkerNotStartedError(OSError):
    """The machine had no memory, process or time for a worker, which is not the picture's fault."""


class Worker:
    """A worker process, started on creation. Serves one caller at a time; after any failure it must be ended.

    Raises: WorkerNotStartedError.
    """

    def __init__(self) -> None:
        self.timed_out = threading.Event()
        self.process = _start_process()
        try:
            head, _parts = self._exchange(None, START_S)
            self.fences: list[str] = head["fences"]
        except BaseException as error:
            self.end()
            if isinstance(error, WorkerGoneError | ImageRefusedError | KeyError):
                raise WorkerNotStartedError(errno.ECHILD, os.strerror(errno.ECHILD)) from error
            raise

    def ask(self, head: Head, data: bytes) -> Message:
        """Send a job. Raises: ImageRefusedError when the worker crashes or is too slow; WorkerGoneError."""
        return self._exchange((head, data), WALL_S)

    def _exchange(self, job: tuple[Head, bytes] | None, seconds: int) -> Message:
        assert self.process.stdin  # noqa: S101  (both are pipes)
        assert self.process.stdout  # noqa: S101
        with self._deadline(seconds):
            try:
                if job:
                    write_message(self.process.stdin, job[0], [job[1]])
                answer = read_message(self.process.stdout)
            except (OSError, MessageError):
                answer = None
        if answer is None:
            raise self._why_ended()
        return answer

    @contextmanager
    def _deadline(self, seconds: int) -> Iterator[None]:
        """Kill the worker when time is up, which closes its pipes and so ends any waiting for it."""
        timer = threading.Timer(seconds, self._time_out)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _time_out(self) -> None:
        self.timed_out.set()
        self.process.kill()

    def _why_ended(self) -> ImageRefusedError | WorkerGoneError:
        code = self.end()
        if self.timed_out.is_set() or code == -signal.SIGXCPU:
            return ImageRefusedError("too-slow", max_s=WALL_S)
        return WorkerGoneError() if code == 0 else ImageRefusedError("crashed", status=code)

    @property
    def is_usable(self) -> bool:
        return self.process.poll() is None and not self.timed_out.is_set()

    def end(self) -> int:
        """End the worker and return its exit status. May be repeated."""
        self.let_go()
        with suppress(subprocess.TimeoutExpired):
            return self.process.wait(ENDS_WITHIN_S)  # it ends by itself when its pipes close
        self.process.kill()
        return self.process.wait()

    def let_go(self) -> None:
        """Close our ends of the pipes, on which the worker ends."""
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe:
                pipe.close()


def _start_process() -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(  # noqa: S603  (our own interpreter and module)
            _COMMAND,
            cwd=_ROOT,
            env=_ENVIRONMENT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            start_new_session=True,  # Ctrl-C is meant for the site, which finishes its picture first
        )
    except OSError as error:
        raise WorkerNotStartedError(error.errno, error.strerror) from error
