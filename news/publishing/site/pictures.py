"""Deletes unused pictures from the library, replaces and retries pictures, and logs each act."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction

from news.images.storing import replace_image, wait_again
from news.images.uses import find_used
from news.models import Image, User
from news.publishing.log.activity import record_activity


@dataclass(frozen=True, slots=True)
class Deletion:
    """The deleted pictures by id and name, and those that are still in use."""

    deleted: list[tuple[int, str]]
    refused: list[Image]


@transaction.atomic
def delete_images(ids: Collection[int], user: User | None) -> Deletion:
    """Deletes the pictures that nothing shows; their files are left to the sweep. May be repeated.

    The rows are locked before the search for uses: a header image being set at the same time either waits and then
    finds no row, or is seen here. A body refers to pictures by address and locks nothing; if it is saved at the same
    moment, it shows a placeholder instead of the picture.
    """
    rows = list(Image.objects.select_for_update().filter(pk__in=ids).order_by("pk"))
    used = find_used([row.pk for row in rows]) if rows else set()
    deletion = Deletion([], [row for row in rows if row.pk in used])
    for row in rows:
        if row.pk not in used:
            record_activity(user, "deleted", row)
            deletion.deleted.append((row.pk, str(row)))
            row.delete()
    return deletion


def replace_picture(image: Image, data: bytes, name: str, seen: str, user: User) -> Image:
    """Does what `news.images.storing.replace_image` does, with the same errors, and logs it."""
    before = image.original_name
    replaced = replace_image(image, data, original_name=name, seen=seen)
    facts = {"before": before, "after": replaced.original_name}
    record_activity(user, "replaced", replaced, facts)
    return replaced


def retry_picture(image: Image, user: User) -> bool:
    """Queues a failed picture for the next fetch. False when it is already waiting or present."""
    is_waiting = wait_again(image)
    if is_waiting:
        record_activity(user, "retried", image)
    return is_waiting
