"""Tell a new reading from a repeated one, storing as little as possible and that only for minutes.

The cache `views`, never the database, stores a random salt for the day, and keyed digests that cannot be recomputed
once the salt is gone. docs/operating.md lists what is stored where and for how long; keep it accurate.
"""

import datetime as dt
import ipaddress
import logging
import secrets
from dataclasses import dataclass
from hashlib import blake2b

from django.core.cache import caches
from django.utils import timezone

log = logging.getLogger(__name__)
CACHE = "views"
REPEAT_S = 1800  # the same reader opening the same post again within this time is not counted
MAX_PER_MINUTE = 60  # readings per address: enough for readers who share it, but a limit for programs
SALT_S = 86400
SALT_BYTES = 32
IPV6_READER_BITS = 64  # one household has a whole /64 network


@dataclass(frozen=True, slots=True)
class Visit:
    """Who is reading, as far as the request tells. Kept no longer than the request."""

    address: str
    user_agent: str
    purpose: str = ""  # Sec-Purpose: «prefetch» from browsers when no one has seen the page yet


def is_new_reading(post_id: int, visit: Visit) -> bool:
    """Tell whether to count it. If the cache fails, nothing is: a single program could add without limit."""
    now = timezone.now()
    try:
        salt = _salt_of(site_day(now))
        network = network_of(visit.address)
        minute_key = f"rate:{_digest(salt, network)}:{int(now.timestamp()) // 60}"
        caches[CACHE].add(minute_key, 0, 60)
        if caches[CACHE].incr(minute_key) > MAX_PER_MINUTE:
            return False
        # `add` is atomic, so of two simultaneous requests only one is the reader's first.
        return caches[CACHE].add(f"seen:{_digest(salt, network, visit.user_agent)}:{post_id}", 1, REPEAT_S)
    except Exception as error:  # each cache raises its own library's errors
        log.warning("views are not counted: the cache failed (%s)", type(error).__name__)
        return False


def site_day(moment: dt.datetime) -> dt.date:
    return timezone.localtime(moment, timezone.get_default_timezone()).date()


def network_of(address: str) -> str:
    """Return the /64 network of an IPv6 address; anything else unchanged, but IPv4-mapped addresses as IPv4."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv4Address) or parsed.ipv4_mapped:
        return str(parsed if isinstance(parsed, ipaddress.IPv4Address) else parsed.ipv4_mapped)
    return str(ipaddress.ip_network((parsed, IPV6_READER_BITS), strict=False))


def _salt_of(day: dt.date) -> bytes:
    """Return the day's salt. It has a single cache key, so that a new day's first reading overwrites the old salt.

    It is read again after writing, so that two processes that create one at once both use the one that stayed.
    """
    made = (day.isoformat(), secrets.token_bytes(SALT_BYTES))
    kept = caches[CACHE].get("salt")
    if kept is None or kept[0] != made[0]:
        caches[CACHE].set("salt", made, SALT_S)
        kept = caches[CACHE].get("salt") or made
    return bytes(kept[1])


def _digest(salt: bytes, *parts: str) -> str:
    return blake2b("\n".join(parts).encode(errors="replace"), key=salt, digest_size=16).hexdigest()
