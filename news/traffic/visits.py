"""Tells a new reading from a repeated one, knowing as little as possible and that only for minutes.

Kept in the cache `views`, never in the database: a random salt for the day, and keyed digests that nobody can compute
again once it is gone. docs/operating.md lists what is held where and for how long; keep it true.
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
REPEAT_S = 1800  # the same reader opening the same post again within this time is one reading
MAX_PER_MINUTE = 60  # readings from one address: many readers may share it, a program may not use it
SALT_S = 86400
SALT_BYTES = 32
IPV6_READER_BITS = 64  # a reader has a whole network of that size


@dataclass(frozen=True, slots=True)
class Visit:
    """Who is reading, as far as the request says. Lives as long as the request."""

    address: str
    user_agent: str
    purpose: str = ""  # Sec-Purpose: browsers say «prefetch» when nobody has seen the page yet


def is_new_reading(post_id: int, visit: Visit) -> bool:
    """Whether to count it. Without a cache nobody is counted: there would be no bound on what one program could add."""
    now = timezone.now()
    try:
        salt = _salt_of(site_day(now))
        network = network_of(visit.address)
        minute_key = f"rate:{_digest(salt, network)}:{int(now.timestamp()) // 60}"
        caches[CACHE].add(minute_key, 0, 60)
        if caches[CACHE].incr(minute_key) > MAX_PER_MINUTE:
            return False
        # `add` says in one step whether this is the reader's first: of two requests at once only one is.
        return caches[CACHE].add(f"seen:{_digest(salt, network, visit.user_agent)}:{post_id}", 1, REPEAT_S)
    except Exception as error:  # each cache raises errors of its own library
        log.warning("views are not counted: the cache failed (%s)", type(error).__name__)
        return False


def site_day(moment: dt.datetime) -> dt.date:
    return timezone.localtime(moment, timezone.get_default_timezone()).date()


def network_of(address: str) -> str:
    """An IPv6 address cut to what one household has; anything else as it is."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv4Address) or parsed.ipv4_mapped:
        return str(parsed if isinstance(parsed, ipaddress.IPv4Address) else parsed.ipv4_mapped)
    return str(ipaddress.ip_network((parsed, IPV6_READER_BITS), strict=False))


def _salt_of(day: dt.date) -> bytes:
    """One key, so that the salt of another day is overwritten by the first reading of this one.

    Read again after writing: of two processes that make one at once, both go on with the one that stayed.
    """
    made = (day.isoformat(), secrets.token_bytes(SALT_BYTES))
    kept = caches[CACHE].get("salt")
    if kept is None or kept[0] != made[0]:
        caches[CACHE].set("salt", made, SALT_S)
        kept = caches[CACHE].get("salt") or made
    return bytes(kept[1])


def _digest(salt: bytes, *parts: str) -> str:
    return blake2b("\n".join(parts).encode(errors="replace"), key=salt, digest_size=16).hexdigest()
