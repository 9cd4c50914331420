"""Writes the corrections of posts. The only code that does.

For readers a correction is a change of the text: the post's `updated_at` changes, so that the page shows the update,
feeds and APIs get the new date, and search engines and the hub are notified. Like any other change it makes a new
version, so that a revision records it and forms already open learn of it.
"""

import copy
import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils import timezone

from news.models import Correction, Post
from news.publishing.follow_ups.planning import plan_follow_ups


def without_repeats(post: Post, corrections: Iterable[Correction]) -> list[Correction]:
    """Drops new corrections whose text the post already has, so that a form submitted twice writes them once."""
    known = set(post.corrections.values_list("text", flat=True))
    return [each for each in corrections if each.pk or each.text not in known]


@transaction.atomic
def save_corrections(post: Post, changed: Iterable[Correction], removed: Iterable[Correction] = ()) -> None:
    """Writes new and changed corrections and deletes the removed ones. The caller has claimed a version (`write_row`)
    and records the revision afterwards."""
    for each in changed:
        each.post = post
        each.save()
    for each in removed:
        each.delete()
    before = copy.copy(post)
    post.updated_at = timezone.now()
    Post.objects.filter(pk=post.pk).update(updated_at=post.updated_at)
    plan_follow_ups(post, before)


def set_corrections(post: Post, wanted: Sequence[tuple[str, dt.datetime]]) -> None:
    """Replaces all corrections by pairs of text and time (aware), in order. Writes nothing when nothing differs."""
    if list(wanted) == list(post.corrections.values_list("text", "corrected_at")):
        return
    post.corrections.all().delete()
    Correction.objects.bulk_create(Correction(post=post, text=text, corrected_at=at) for text, at in wanted)
