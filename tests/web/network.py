"""The network of tests: names lead to servers of the test on loopback, nothing leaves the machine.

with serve({"/a.png": data}) as web:
    web.fetcher.fetch("http://images.example.com/a.png")
    assert len(web.http.requests) == 1
"""

import socket
import ssl
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

import trustme

from news.web.addresses import is_public_address
from news.web.fetching import Fetcher, Limits
from news.web.network import SystemNetwork, connect_socket
from tests.web.hostile_server import HostileServer, server_tls

LOOPBACK = "127.0.0.1"
# Short, for what is expected to fail by time, and long enough to succeed on a busy machine in what comes before it.
QUICK = Limits(resolve_s=3, connect_s=2, first_byte_s=1.5, total_s=3, turn_s=60)


class ToldNetwork(SystemNetwork):
    """The real network, rules and sockets included, except that names mean what `names` says: an address, several, or
    a list of such answers to be given one after the other. Numbers are still read by the real resolver."""

    def __init__(self, names=None):
        super().__init__()
        self.names = names or {}
        self.asked = []

    def resolve(self, host, port):
        self.asked.append(host)
        answer = self.names.get(host)
        if isinstance(answer, list):
            answer = answer.pop(0) if len(answer) > 1 else answer[0]
        if answer is None:
            return self.resolve_unknown(host, port)
        return [answer] if isinstance(answer, str) else answer

    def resolve_unknown(self, host, port):
        if host != "localhost" and not host.endswith(".localhost"):
            infos = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
            return [info[4][0] for info in infos]
        return [LOOPBACK, "::1"]


class LoopbackNetwork(ToldNetwork):
    """Unknown names lead to 127.0.0.1, which is declared public beside the really public ones; `ports` lead to servers.

    A connection to any other machine is refused before it is opened.
    """

    def __init__(self, ports, *, names=None, allowed=(LOOPBACK,), authority=None):
        super().__init__(names)
        self.ports = dict(ports)
        self.allowed = set(allowed)
        self.connected = []
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        if authority:
            authority.configure_trust(self._context)

    def resolve_unknown(self, host, port):
        try:
            return super().resolve_unknown(host, port)
        except socket.gaierror:
            return [LOOPBACK]

    def is_allowed(self, address):
        return address in self.allowed or is_public_address(address)

    def connect(self, address, port, timeout_s):
        self.connected.append(address)
        if address not in self.allowed or port not in self.ports:
            raise ConnectionRefusedError(f"no server of the test at {address} port {port}")
        return connect_socket(address, self.ports[port], timeout_s)

    def tls_context(self):
        return self._context


@dataclass
class Web:
    """Two servers with the same files, and a fetcher that reaches them under any name."""

    http: HostileServer
    https: HostileServer
    network: LoopbackNetwork
    fetcher: Fetcher


@contextmanager
def serve(files=(), *, limits=None, names=None, slow_s=0.05):
    """The https server's certificate is for `*.example.com` and `example.com`, signed by an authority made here."""
    authority = trustme.CA()
    tls = server_tls(authority, "*.example.com", "example.com")
    with ExitStack() as stack:
        http = stack.enter_context(HostileServer(files, slow_s=slow_s))
        https = stack.enter_context(HostileServer(files, tls=tls, slow_s=slow_s))
        network = LoopbackNetwork({80: http.port, 443: https.port}, names=names, authority=authority)
        yield Web(http, https, network, Fetcher(network, limits or Limits()))
