"""Finds out the current status of a follow-up's address when it is sent, because it may have changed since."""

from collections.abc import Sequence

from news.models import Address, FollowUp
from news.publishing.follow_ups.kinds import AddressStatus
from news.rendering.languages import bare_path
from news.rendering.meta import post_path


def judge(rows: Sequence[FollowUp]) -> dict[int, AddressStatus]:
    """Returns the status of each row's address, by row id. Makes one query, for the old addresses of posts."""
    known = set(Address.objects.filter(path__in={bare_path(row.path) for row in rows}).values_list("path", flat=True))
    return {row.pk: _judge_one(row, has_address=bare_path(row.path) in known) for row in rows}


def _judge_one(row: FollowUp, *, has_address: bool) -> AddressStatus:
    post = row.post
    if post is None or post_path(post) != row.path:
        return AddressStatus.GONE if has_address else AddressStatus.UNKNOWN
    if post.is_public():
        return AddressStatus.ELSEWHERE if post.canonical_url else AddressStatus.PRESENT
    if post.is_scheduled:
        return AddressStatus.LATER
    return AddressStatus.GONE if post.was_public() else AddressStatus.UNKNOWN
