"""A web server of the tests that behaves as badly as it is asked to: the first part of the path names the mode.

    with HostileServer({"/a.png": data}) as server:
        …  # http://127.0.0.1:{server.port}/a.png answers well, /drip, /endless … do not (see MODES), the rest is 404

Everything ends when the context ends, however far a mode has got.
"""

import socket
import ssl
import threading
import time
from contextlib import contextmanager, suppress

from tests.web.hostile_modes import MODES, missing
from tests.web.wire import answer, cut, read_request, send_head

PATIENCE_S = 30  # no socket of the server waits longer for a client


class HostileServer:
    """`files` are answered as they should be. `handshake`: what comes instead of one: "hang", "drip", "text", "reset".

    Tells afterwards: `requests`, `connection_count`, `most_held` (requests for /hold at the same time).
    """

    def __init__(self, files=(), *, tls=None, handshake="", address="127.0.0.1", slow_s=0.05):
        self.files = dict(files)
        self.slow_s = slow_s
        self.retry_after = ""
        self.raw_answer = b""
        self.requests = []
        self.connection_count = 0
        self.most_held = 0
        self.stopping = threading.Event()
        self._tls = tls
        self._handshake = handshake
        self._open = set()
        self._held = 0
        self._threads = []
        self._lock = threading.Lock()
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        self._listener = socket.create_server((address, 0), family=family, backlog=200)
        self._listener.settimeout(0.05)
        self.port = self._listener.getsockname()[1]

    def __enter__(self):
        self._acceptor = threading.Thread(target=self._accept)
        self._acceptor.start()
        return self

    def __exit__(self, *_exception):
        self.stopping.set()
        self._acceptor.join()
        self._listener.close()
        with self._lock:
            for connection in self._open:
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(PATIENCE_S)
            assert not thread.is_alive(), "a mode of the hostile server does not end"

    def pause(self, seconds):
        """False when the server is to stop."""
        return not self.stopping.wait(seconds)

    @contextmanager
    def held(self):
        with self._lock:
            self._held += 1
            self.most_held = max(self.most_held, self._held)
        yield
        with self._lock:
            self._held -= 1

    def _accept(self):
        while not self.stopping.is_set():
            with suppress(TimeoutError):
                connection, _ = self._listener.accept()
                connection.settimeout(PATIENCE_S)
                thread = threading.Thread(target=self._serve, args=(connection,))
                self._threads.append(thread)
                thread.start()

    def _serve(self, connection):
        with self._lock:
            self._open.add(connection)
            self.connection_count += 1
        try:
            with suppress(OSError):
                self._talk(connection)
        finally:
            with self._lock:
                self._open.discard(connection)
            connection.close()

    def _talk(self, connection):
        if self._handshake:
            return self._refuse_handshake(connection)
        if not self._tls:
            return self._answer(connection)
        with self._tls.wrap_socket(connection.dup(), server_side=True) as encrypted:
            return self._answer(encrypted)

    def _refuse_handshake(self, connection):
        if self._handshake == "reset":
            return cut(connection)
        if self._handshake == "text":
            send_head(connection, status="400 Bad Request")
        if self._handshake == "drip":
            connection.sendall(b"\x16\x03\x03\x40\x00")  # the head of a handshake record of 16 KiB
        while self.pause(self.slow_s):
            if self._handshake == "drip":
                connection.sendall(b"\x02")
        return None

    def _answer(self, connection):
        request = read_request(connection)
        if request is None:
            return
        self.requests.append(request)
        path = request.path.partition("?")[0]
        if path in self.files:
            answer(connection, self.files[path])
        else:
            MODES.get(path.strip("/").partition("/")[0], missing)(self, connection, request)


def server_tls(authority, *names, not_after=None):
    """A server's context with a certificate of a `trustme.CA` for these names."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*names, not_after=not_after).configure_cert(context)
    return context


def wait_until(condition, timeout_s=60.0):
    """False when it did not come true in time."""
    until = time.monotonic() + timeout_s
    while not condition() and time.monotonic() < until:
        time.sleep(0.005)
    return bool(condition())
