"""What has become of the address of a follow-up: asked at the time of doing it, for much may have happened since."""

from collections.abc import Sequence

from news.models import Address, FollowUp
from news.publishing.follow_ups.kinds import AddressStatus
from news.rendering.languages import bare_path
from news.rendering.meta import post_path


def judge(rows: Sequence[FollowUp]) -> dict[int, AddressStatus]:
    """By id of row. One query, for the addresses that posts have left."""
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
