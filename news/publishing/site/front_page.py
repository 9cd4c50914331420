"""Arranges the slots of a home page, all those of a language at once. The only code of the desk that writes slots."""

import datetime as dt
import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from news.models import SiteProfile, Slot, User
from news.publishing.errors import FrontPageConflictError
from news.publishing.log.activity import record_activity


@dataclass(frozen=True, slots=True)
class Placement:
    """One post in one place. Times are aware; `starts_at` None: now; `expires_at` None: until changed."""

    place: str
    position: int
    post_id: int
    starts_at: dt.datetime | None = None
    expires_at: dt.datetime | None = None


def sign_arrangement(language: str) -> str:
    """Returns a short hash of the current slots, by which a later save shows which arrangement the user saw."""
    rows = Slot.objects.filter(language=language).order_by("place", "position")
    facts = repr(list(rows.values_list("place", "position", "post", "starts_at", "expires_at")))
    return hashlib.sha256(facts.encode()).hexdigest()[:16]


def arrange_front_page(
    language: str, places: Collection[tuple[str, int]], placements: Sequence[Placement], user: User | None, seen: str
) -> None:
    """Puts exactly these posts into these places of the language; a place without a post fills itself. Slots in other
    places stay, unless their post is now in one of these.

    Raises: FrontPageConflictError when the slots no longer match `seen`; nothing is written.
    """
    try:
        with transaction.atomic():
            list(Slot.objects.select_for_update().filter(language=language))
            if sign_arrangement(language) != seen:
                raise FrontPageConflictError(language)
            _replace(language, places, placements)
            facts = {"language": language, "posts": [each.post_id for each in placements]}
            record_activity(user, "front_page_arranged", SiteProfile.load(), facts)
    except IntegrityError as error:  # someone filled an empty place at the same moment
        raise FrontPageConflictError(language) from error


def _replace(language: str, places: Collection[tuple[str, int]], placements: Sequence[Placement]) -> None:
    """Replaces the slots; a post that stays in its place keeps its start time."""
    slots, placed = list(Slot.objects.filter(language=language)), {each.post_id for each in placements}
    began = {(row.place, row.position, row.post_id): row.starts_at for row in slots}
    gone = [row.pk for row in slots if (row.place, row.position) in places or row.post_id in placed]
    Slot.objects.filter(pk__in=gone).delete()
    Slot.objects.bulk_create(
        Slot(
            language=language,
            place=each.place,
            position=each.position,
            post_id=each.post_id,
            starts_at=each.starts_at or began.get((each.place, each.position, each.post_id)) or timezone.now(),
            expires_at=each.expires_at,
        )
        for each in placements
    )
