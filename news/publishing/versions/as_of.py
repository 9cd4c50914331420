"""What readers saw of a post at a moment of the past: the newest revision of then, if its own times made it public."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django.db.models.fields.json import KeyTextTransform
from django.utils.dateparse import parse_datetime

from news.models import Post, Revision
from news.models.states import PostState
from news.publishing.versions.building import post_from_snapshot

STATE_KEYS = ("status", "published_at", "trashed_at")


def then(*names: str) -> dict[str, KeyTextTransform]:
    """Values of snapshots as annotations, so that the texts stay in the database: «status_then» and so on."""
    return {f"{name}_then": KeyTextTransform(name, "snapshot") for name in names}


def read_then(names: Iterable[str], values: Iterable[Any]) -> dict[str, Any]:
    """What the annotations gave. SQLite spells JSON's null «null» there."""
    return {name: None if value == "null" else value for name, value in zip(names, values, strict=True)}


class PublicVersion(NamedTuple):
    """`post` is what readers saw, None when they saw nothing; `revision` is None when we did not have it yet, `state`
    the state it was in."""

    post: Post | None
    revision: Revision | None
    state: PostState | None


def seen_at(post: Post, at: dt.datetime) -> PublicVersion:
    """`at` is aware. `post` comes from `for_page`. A scheduled post appeared by time alone, without a revision of its
    own: that of the schedule counts from its publication time on."""
    revision = post.revisions.filter(created_at__lte=at).order_by("-version").first()
    if revision is None:
        return PublicVersion(None, None, None)
    state = state_at(revision.snapshot, at)
    if state != PostState.PUBLISHED:
        return PublicVersion(None, revision, state)
    known = {"corrections": []} | revision.snapshot  # one that names none knew of none
    return PublicVersion(post_from_snapshot(post, known), revision, state)


def state_at(snapshot: Mapping[str, Any], at: dt.datetime) -> PostState:
    """The state that a post with these values is in at a moment (aware)."""
    if snapshot.get("trashed_at"):
        return PostState.TRASHED
    status = snapshot.get("status") or PostState.DRAFT
    if status != Post.Status.APPROVED:
        return PostState(status)
    moment = parse_datetime(snapshot.get("published_at") or "")
    return PostState.PUBLISHED if moment is not None and moment <= at else PostState.SCHEDULED
