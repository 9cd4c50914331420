"""The network as the fetcher sees it: resolves names, opens sockets, and decides which addresses are allowed."""

import socket
import ssl
from collections.abc import Sequence
from typing import Protocol

import certifi

from news.web.addresses import is_public_address


class Network(Protocol):
    """Everything the fetcher needs from the network. There is one implementation here and no setting to change it;
    tests, which need their own servers, pass theirs to the `Fetcher` they make."""

    def resolve(self, host: str, port: int) -> Sequence[str]:
        """Return all addresses of a name or number. May block. Raises: OSError, UnicodeError."""

    def is_allowed(self, address: str) -> bool:
        """Tell whether a connection to the address may be opened."""

    def connect(self, address: str, port: int, timeout_s: float) -> socket.socket:
        """Open a TCP connection to an address that `is_allowed`. Raises: OSError, including TimeoutError."""

    def tls_context(self) -> ssl.SSLContext:
        """Return the context that verifies certificates; the same object each time."""


class SystemNetwork:
    """The machine's resolver and sockets; public addresses only. Uses no proxy and reads no environment variables."""

    def __init__(self) -> None:
        self._tls_context: ssl.SSLContext | None = None

    def resolve(self, host: str, port: int) -> Sequence[str]:
        return [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]

    def is_allowed(self, address: str) -> bool:
        return is_public_address(address)

    def connect(self, address: str, port: int, timeout_s: float) -> socket.socket:
        return connect_socket(address, port, timeout_s)

    def tls_context(self) -> ssl.SSLContext:
        if self._tls_context is None:  # two threads may both make one, which does no harm
            self._tls_context = make_tls_context(certifi.where())
        return self._tls_context


def connect_socket(address: str, port: int, timeout_s: float) -> socket.socket:
    """Open a socket, which the caller closes. Takes numeric addresses only, so that no name is resolved again."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    connection = socket.socket(family, socket.SOCK_STREAM)
    try:
        connection.settimeout(timeout_s)
        connection.connect((address, port))
    except BaseException:
        connection.close()
        raise
    return connection


def make_tls_context(ca_file: str) -> ssl.SSLContext:
    """Verify chain and host name. Avoids `create_default_context`, which reads SSL_CERT_FILE and SSLKEYLOGFILE."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_verify_locations(cafile=ca_file)
    context.set_alpn_protocols(["http/1.1"])
    return context


SYSTEM_NETWORK: Network = SystemNetwork()
