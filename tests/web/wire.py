"""HTTP/1.1 by hand for the servers of tests: as much as they need, and nothing that would keep them from lying."""

import socket
import struct
from dataclasses import dataclass, field
from urllib.parse import unquote


@dataclass
class Request:
    method: str
    path: str
    headers: dict[str, str] = field(default_factory=dict)
    content: bytes = b""

    @property
    def rest(self):
        """The path behind the mode, decoded, without the query."""
        return unquote(self.path.partition("?")[0].lstrip("/").partition("/")[2])


def read_request(connection):
    head = b""
    while b"\r\n\r\n" not in head:
        data = connection.recv(65_536)
        if not data:
            return None
        head += data
    head, _, content = head.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    method, path, _ = first.split(" ")
    headers = dict(line.split(": ", 1) for line in lines)
    while len(content) < int(headers.get("Content-Length", 0)):
        data = connection.recv(65_536)
        if not data:
            return None
        content += data
    return Request(method, path, headers, content)


def send_head(connection, *lines, status="200 OK"):
    connection.sendall("\r\n".join([f"HTTP/1.1 {status}", *lines, "", ""]).encode())


def answer(connection, content, *lines, status="200 OK"):
    send_head(connection, f"Content-Length: {len(content)}", *lines, status=status)
    connection.sendall(content)


def cut(connection):
    """Closing it will reset it."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
