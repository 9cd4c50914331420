"""Decides, alone, which network addresses are public. It judges what a name resolved to, never text."""

import ipaddress

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

# Our own lists besides `is_global`, which calls several of these public on the Pythons we support (CVE-2024-4032).
_NOT_PUBLIC_V4 = tuple(
    map(
        ipaddress.IPv4Network,
        (
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",  # carriers' NAT, and the metadata service of Alibaba Cloud
            "127.0.0.0/8",
            "168.63.129.16/32",  # Azure serves its machines from this one, though the range is public
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4",
        ),
    )
)
_GLOBAL_V6 = ipaddress.IPv6Network("2000::/3")  # the only block that IANA allocates as global unicast
_NOT_PUBLIC_V6 = tuple(
    map(
        ipaddress.IPv6Network,
        (
            "::/8",
            "64:ff9b::/32",
            "100::/64",
            "2001::/23",  # includes Teredo
            "2001:db8::/32",
            "2002::/16",  # 6to4
            "3fff::/20",
            "5f00::/16",
            "fc00::/7",
            "fe80::/10",
            "fec0::/10",
            "ff00::/8",
        ),
    )
)
# Here the embedded IPv4 address is what is reached: directly, or through the NAT64 of an IPv6-only network
# (RFC 6052). The other wrappers (::/96, 6to4, Teredo, 64:ff9b:1::/48) are refused whatever they wrap.
_TRANSLATED = (ipaddress.IPv6Network("::ffff:0:0/96"), ipaddress.IPv6Network("64:ff9b::/96"))


def is_public_address(address: str | IPAddress) -> bool:
    """Return False also for text that is not an address, and for an address with a zone id."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    inner = _unwrap(parsed)
    if isinstance(inner, ipaddress.IPv4Address):
        return _is_plain(inner) and not any(inner in network for network in _NOT_PUBLIC_V4)
    return _is_plain(inner) and inner in _GLOBAL_V6 and not any(inner in network for network in _NOT_PUBLIC_V6)


def _unwrap(address: IPAddress) -> IPAddress:
    if any(address in network for network in _TRANSLATED):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address


def _is_plain(address: IPAddress) -> bool:
    has_zone = bool(getattr(address, "scope_id", None))
    return address.is_global and not (address.is_multicast or address.is_reserved or has_zone)
