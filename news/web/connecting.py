"""Opens the connection to a target: resolve once, check all addresses, connect to one, compare the peer, start TLS."""

import ipaddress
import socket
import time

from news.web.errors import FetchError
from news.web.limits import FetchProgress, Limits
from news.web.network import Network
from news.web.resolving import Resolver
from news.web.streams import GuardedStream
from news.web.urls import Target

MAX_TRIES = 4  # addresses of one name


class Connector:
    """Opens checked connections. May be shared by threads."""

    def __init__(self, network: Network, limits: Limits) -> None:
        self._network = network
        self._limits = limits
        self._resolver = Resolver(network, limits.max_resolving)

    def open(self, target: Target, visit: FetchProgress) -> GuardedStream:
        """Open a connection, which the caller closes. Raises: FetchError."""
        addresses = self._resolve(target, visit)
        stream = GuardedStream(self._connect(addresses, target, visit), visit)
        try:
            if target.scheme == "https":
                stream.start_tls(self._network.tls_context(), target.host)
        except BaseException:
            stream.close()
            raise
        return stream

    def _resolve(self, target: Target, visit: FetchProgress) -> list[str]:
        """Resolve the host. One private address among public ones refuses it: that is an attack or a mistake."""
        timeout_s = min(self._limits.resolve_s, visit.deadline.rest())
        addresses = self._resolver.resolve(target.host, target.port, timeout_s)
        for address in addresses:
            if not self._network.is_allowed(address):
                visit.address = address
                raise FetchError("private-address", host=target.host, address=address)
        return addresses

    def _connect(self, addresses: list[str], target: Target, visit: FetchProgress) -> socket.socket:
        """Connect to the first address that answers; each gets an equal share of the time left."""
        until = time.monotonic() + min(self._limits.connect_s, visit.deadline.rest())
        tries = addresses[:MAX_TRIES]
        failure = FetchError("connect-timeout", host=target.host)
        for number, address in enumerate(tries):
            visit.address = address
            rest = until - time.monotonic()
            if rest <= 0:
                break
            try:
                return self._connect_checked(address, target, rest / (len(tries) - number))
            except TimeoutError:
                failure = FetchError("connect-timeout", host=target.host)
            except OSError:
                failure = FetchError("unreachable", host=target.host)
        visit.deadline.rest()
        raise failure

    def _connect_checked(self, address: str, target: Target, timeout_s: float) -> socket.socket:
        connection = self._network.connect(address, target.port, timeout_s)
        try:
            peer = str(connection.getpeername()[0])
            if ipaddress.ip_address(peer) != ipaddress.ip_address(address):
                raise FetchError("peer-changed", host=target.host, address=peer)
        except BaseException:
            connection.close()
            raise
        return connection
