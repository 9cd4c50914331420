"""Defines a kind of follow-up, and the statuses that an address may have when the follow-up is sent."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from enum import Enum
from urllib.parse import urljoin

from django.conf import settings

from news.models import FollowUp
from news.web.fetching import Fetcher


class AddressStatus(Enum):
    """The status of a row's address when the follow-up is sent."""

    PRESENT = "present"
    ELSEWHERE = "elsewhere"  # public, but with a canonical address elsewhere
    GONE = "gone"  # readers knew it; it now redirects or answers «gone»
    LATER = "later"  # scheduled
    UNKNOWN = "unknown"  # no reader ever saw it, so it must not be revealed


@dataclass(frozen=True, slots=True)
class FollowUpKind:
    """`send` reports some rows in one request and returns the addresses that were refused for good. Raises: FetchError.

    `fates` are the statuses it reports; a kind that does not report gone addresses does not report changes either.
    """

    name: str
    batch_size: int
    fates: Collection[AddressStatus]
    is_configured: Callable[[], bool]
    send: Callable[[Fetcher, Sequence[FollowUp]], set[str]]

    @property
    def is_for_new_only(self) -> bool:
        return AddressStatus.GONE not in self.fates


def absolute(path: str) -> str:
    """Returns the absolute URL of a path. Outside requests this needs `CMS_SITE_URL`."""
    return urljoin(settings.NEWS_SITE_URL, path)
