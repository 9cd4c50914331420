"""A guarded connection for httpcore's HTTP/1.1: every read and write stays within the time and bytes left."""

import socket
import ssl
from collections.abc import Iterable

import httpcore

from news.web.errors import FetchError
from news.web.limits import FetchProgress

# OpenSSL's X509_V_ERR_* numbers, for the problems that need different advice.
CERTIFICATE_PROBLEMS = {
    9: "not-yet-valid",
    10: "expired",
    **dict.fromkeys((18, 19, 20, 21), "unknown-authority"),
    **dict.fromkeys((62, 64), "other-name"),
}


class GuardedStream(httpcore.NetworkStream):
    """Owns its socket; `close` may be repeated. Time limits come from the visit, not from httpcore's `timeout`."""

    def __init__(self, connection: socket.socket, visit: FetchProgress) -> None:
        self._connection = connection
        self._visit = visit
        self._headers_left = visit.limits.max_header_bytes
        self._has_read = False
        self._is_in_headers = True
        self.is_at_end = False

    def begin_body(self) -> None:
        """Count bytes against the limit on content from here on, because the headers are complete."""
        self._is_in_headers = False

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        amount = min(max_bytes, self._readable())
        self._connection.settimeout(self._read_timeout())
        try:
            data = self._connection.recv(amount)
        except TimeoutError:
            raise self._late() from None
        except OSError as error:
            raise FetchError("cut-off", host=self._visit.host) from error
        self._count(len(data))
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        rest = memoryview(buffer)
        while rest:
            self._connection.settimeout(self._visit.deadline.rest())
            try:
                rest = rest[self._connection.send(rest) :]
            except TimeoutError:
                raise self._visit.deadline.passed() from None
            except OSError as error:  # httpcore goes on to read: a server may answer before it has read everything
                raise httpcore.WriteError(str(error)) from error

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> "GuardedStream":
        """Start TLS. The socket's timeout bounds the whole handshake, not each read of it."""
        limits = self._visit.limits
        self._connection.settimeout(min(limits.connect_s, self._visit.deadline.rest()))
        try:
            self._connection.getpeername()  # raises if the peer has gone, where `ssl` would leave its socket open
            self._connection = ssl_context.wrap_socket(self._connection, server_hostname=server_hostname)
        except TimeoutError:
            self._visit.deadline.rest()
            raise FetchError("connect-timeout", host=self._visit.host) from None
        except ssl.SSLCertVerificationError as error:
            problem = CERTIFICATE_PROBLEMS.get(error.verify_code, "invalid")
            raise FetchError("certificate", host=self._visit.host, problem=problem) from error
        except (OSError, ValueError) as error:
            self.close()
            raise FetchError("tls", host=self._visit.host) from error
        return self

    def close(self) -> None:
        self._connection.close()

    def _readable(self) -> int:
        if self._is_in_headers and self._headers_left <= 0:
            raise FetchError("headers-too-large", host=self._visit.host)
        if self._visit.bytes_left <= 0:
            raise self._visit.too_large()
        return min(self._visit.bytes_left, self._headers_left) if self._is_in_headers else self._visit.bytes_left

    def _read_timeout(self) -> float:
        rest = self._visit.deadline.rest()
        return rest if self._has_read else min(rest, self._visit.limits.first_byte_s)

    def _late(self) -> FetchError:
        limits = self._visit.limits
        if self._has_read or limits.first_byte_s >= limits.total_s:
            return self._visit.deadline.passed()
        self._visit.deadline.rest()
        return FetchError("no-answer", host=self._visit.host, seconds=round(limits.first_byte_s))

    def _count(self, amount: int) -> None:
        self._visit.bytes_read += amount
        self._has_read = self._has_read or amount > 0
        self.is_at_end = amount == 0
        if self._is_in_headers:
            self._headers_left -= amount


def join_chunks(chunks: Iterable[bytes], visit: FetchProgress) -> bytes:
    """Return the content, never more than allowed, whatever was announced. Raises: FetchError (answer-too-large)."""
    content = bytearray()
    for chunk in chunks:
        content += chunk
        visit.check_size(len(content))
    return bytes(content)
