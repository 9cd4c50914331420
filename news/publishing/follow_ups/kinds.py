"""What a kind of follow-up is, and what may have become of an address by the time it is done."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from enum import Enum
from urllib.parse import urljoin

from django.conf import settings

from news.models import FollowUp
from news.web.fetching import Fetcher


class AddressStatus(Enum):
    """Of the address a row is about, at the time of doing it."""

    PRESENT = "present"
    ELSEWHERE = "elsewhere"  # public, but the editors name another address as the one to keep
    GONE = "gone"  # readers knew it: it answers with a redirect or «gone» now
    LATER = "later"  # scheduled
    UNKNOWN = "unknown"  # no reader ever saw it, and none may hear of it


@dataclass(frozen=True, slots=True)
class FollowUpKind:
    """`send` tells of some rows in one go and gives the addresses that were refused for good. Raises: FetchError.

    `fates` are those it tells of; a kind that does not tell of what is gone does not tell of changes either.
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
    """Under the address of the site, which is known outside requests only when `CMS_SITE_URL` is set."""
    return urljoin(settings.NEWS_SITE_URL, path)
