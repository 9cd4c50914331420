"""The ways in which the hostile server misbehaves, by the first part of the path. A new one is one function."""

import gzip

from tests.web.wire import answer, cut, send_head

MODES = {}
BLOCK = b"x" * 65_536


def missing(_server, connection, _request):
    answer(connection, b"", status="404 Not Found")


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
    cut(connection)


@mode
def reset_in_body(server, connection, _request):
    send_head(connection, "Content-Length: 1000")
    connection.sendall(b"x" * 10)
    server.pause(0.1)
    cut(connection)


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


@mode
def push(_server, connection, request):
    """Takes what is sent, unless the word «poison» is in it."""
    answer(connection, b"", status="422 Unprocessable Content" if b"poison" in request.content else "202 Accepted")
