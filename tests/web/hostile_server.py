"""A web server of the tests that behaves as badly as it is asked to: the first part of the path names the mode.

    with HostileServer({"/a.png": data}) as server:
        …  # http://127.0.0.1:{server.port}/a.png answers well, /drip, /endless … do not (see MODES)

Everything ends when the context ends, however far a mode has got.
"""

import gzip
import socket
import ssl
import struct
import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import unquote

MODES = {}
BLOCK = b"x" * 65_536
PATIENCE_S = 30  # no socket of the server waits longer for a client


@dataclass
class Request:
    method: str
    path: str
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def rest(self):
        """The path behind the mode, decoded, without the query."""
        return unquote(self.path.partition("?")[0].lstrip("/").partition("/")[2])


class HostileServer:
    """`files` are answered as they should be. `handshake` with `tls`: "hang" or "drip" instead of a handshake.

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
        while self.pause(self.slow_s):
            if self._handshake == "drip":
                connection.sendall(b"\x16")

    def _answer(self, connection):
        request = read_request(connection)
        if request is None:
            return
        self.requests.append(request)
        path = request.path.partition("?")[0]
        if path in self.files:
            answer(connection, self.files[path])
        else:
            MODES[path.strip("/").partition("/")[0]](self, connection, request)


def read_request(connection):
    head = b""
    while b"\r\n\r\n" not in head:
        data = connection.recv(65_536)
        if not data:
            return None
        head += data
    first, *lines = head.decode("latin-1").split("\r\n\r\n")[0].split("\r\n")
    method, path, _ = first.split(" ")
    return Request(method, path, dict(line.split(": ", 1) for line in lines))


def send_head(connection, *lines, status="200 OK"):
    connection.sendall("\r\n".join([f"HTTP/1.1 {status}", *lines, "", ""]).encode())


def answer(connection, content, *lines, status="200 OK"):
    send_head(connection, f"Content-Length: {len(content)}", *lines, status=status)
    connection.sendall(content)


def mode(function):
    MODES[function.__name__.replace("_", "-")] = function
    return function


@mode
def drip(server, connection, _request):
    send_head(connection, "Content-Length: 1000000", "Content-Type: image/png")
    while server.pause(server.slow_s):
        connection.sendall(b"x")


@mode
def drip_headers(server, connection, _request):
    connection.sendall(b"HTTP/1.1 200 OK\r\nX: ")
    while server.pause(server.slow_s):
        connection.sendall(b"x")


@mode
def endless(server, connection, _request):
    send_head(connection)
    while server.pause(0):
        connection.sendall(BLOCK)


@mode
def endless_chunks(server, connection, _request):
    send_head(connection, "Transfer-Encoding: chunked")
    while server.pause(0):
        connection.sendall(b"10000\r\n" + BLOCK + b"\r\n")


@mode
def tiny_chunks(server, connection, _request):
    send_head(connection, "Transfer-Encoding: chunked")
    while server.pause(0):
        connection.sendall(b"1\r\nx\r\n" * 10_000)


@mode
def endless_chunk_size(server, connection, _request):
    send_head(connection, "Transfer-Encoding: chunked")
    while server.pause(0):
        connection.sendall(b"0" * 1_000)


@mode
def hang(server, _connection, _request):
    server.stopping.wait()


@mode
def hang_in_headers(server, connection, _request):
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    server.stopping.wait()


@mode
def hang_in_body(server, connection, _request):
    send_head(connection, "Content-Length: 10")
    server.stopping.wait()


@mode
def hold(server, connection, _request):
    """Answers well, after the time that `slow_s` says. Counted until just before it answers: behind the client's back
    nothing of it is left."""
    with server.held():
        server.pause(server.slow_s)
    answer(connection, b"held")


@mode
def endless_headers(server, connection, _request):
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    while server.pause(0):
        connection.sendall(b"X-Filler: " + b"x" * 1_000 + b"\r\n")


@mode
def one_endless_header(server, connection, _request):
    connection.sendall(b"HTTP/1.1 200 OK\r\nX-Filler: ")
    while server.pause(0):
        connection.sendall(b"x" * 1_000)


@mode
def header_flood(_server, connection, _request):
    send_head(connection, *(f"X-{number}: x" for number in range(10_000)), "Content-Length: 0")


@mode
def endless_continues(server, connection, _request):
    while server.pause(0):
        connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n" * 100)


@mode
def reset(_server, connection, _request):
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


@mode
def reset_in_body(server, connection, request):
    send_head(connection, "Content-Length: 1000")
    connection.sendall(b"x" * 10)
    server.pause(0.1)
    reset(server, connection, request)


@mode
def close(_server, _connection, _request):
    """Says nothing at all."""


@mode
def loop(_server, connection, request):
    answer(connection, b"", f"Location: {request.path}", status="302 Found")


@mode
def hops(_server, connection, request):
    """/hops/3 needs three redirects to arrive."""
    left = int(request.rest)
    if left:
        answer(connection, b"", f"Location: /hops/{left - 1}", status="302 Found")
    else:
        answer(connection, b"arrived")


@mode
def to(_server, connection, request):
    """/to/302/<escaped address>; an empty address sends no Location."""
    status, _, location = request.rest.partition("/")
    answer(connection, b"", *([f"Location: {location}"] if location else []), status=f"{status} Moved")


@mode
def to_with_bomb(server, connection, _request):
    """A redirect with an endless gzip body that nobody should read."""
    bomb = gzip.compress(b"\0" * 1_000_000)
    send_head(connection, "Location: /hops/0", "Content-Encoding: gzip", status="302 Found")
    while server.pause(0):
        connection.sendall(bomb)


@mode
def status(server, connection, request):
    lines = [f"Retry-After: {server.retry_after}"] if server.retry_after else []
    answer(connection, b"sorry", *lines, status=f"{request.rest} Whatever")


@mode
def packed(_server, connection, request):
    """/packed/<encoding>"""
    answer(connection, gzip.compress(b"\0" * 1_000), f"Content-Encoding: {request.rest}")


@mode
def packed_transfer(_server, connection, _request):
    send_head(connection, "Transfer-Encoding: gzip, chunked")
    connection.sendall(b"0\r\n\r\n")


@mode
def html_as_png(_server, connection, _request):
    answer(connection, b"<script>alert(1)</script>", "Content-Type: image/png")


@mode
def says_more(_server, connection, _request):
    send_head(connection, "Content-Length: 1000")
    connection.sendall(b"x" * 10)


@mode
def says_less(_server, connection, _request):
    send_head(connection, "Content-Length: 10")
    connection.sendall(b"0123456789 and more")


@mode
def says_terabytes(server, connection, _request):
    send_head(connection, "Content-Length: 1099511627776")
    server.stopping.wait()


@mode
def two_lengths(_server, connection, _request):
    send_head(connection, "Content-Length: 10", "Content-Length: 20")
    connection.sendall(b"x" * 20)


@mode
def bad_chunk(_server, connection, _request):
    send_head(connection, "Transfer-Encoding: chunked")
    connection.sendall(b"-1\r\nx\r\n")


@mode
def not_http(_server, connection, _request):
    connection.sendall(b"SSH-2.0-OpenSSH_9.9\r\n\r\n")


@mode
def raw(server, connection, _request):
    """`raw_answer`, byte for byte."""
    connection.sendall(server.raw_answer)


@mode
def cookie(_server, connection, _request):
    answer(connection, b"", "Set-Cookie: id=1; Path=/", "Location: /echo", status="302 Found")


@mode
def echo(_server, connection, request):
    """What was asked, header by header."""
    lines = [f"{request.method} {request.path}", *(f"{name}: {value}" for name, value in request.headers.items())]
    answer(connection, "\n".join(lines).encode(), "Content-Type: text/plain")


def server_tls(authority, *names, not_after=None):
    """A server's context with a certificate of a `trustme.CA` for these names."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*names, not_after=not_after).configure_cert(context)
    return context


def wait_until(condition, timeout_s=5.0):
    """False when it did not come true in time."""
    until = time.monotonic() + timeout_s
    while not condition() and time.monotonic() < until:
        time.sleep(0.005)
    return bool(condition())
