"""Finds what readers saw of a post at a past moment: the newest revision of that time, if it was public."""

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
    """Annotates values of snapshots («status_then» and so on), so that the texts stay in the database."""
    return {f"{name}_then": KeyTextTransform(name, "snapshot") for name in names}


def read_then(names: Iterable[str], values: Iterable[Any]) -> dict[str, Any]:
    """Reads the values of those annotations back. SQLite returns JSON's null as the text «null»."""
    return {name: None if value == "null" else value for name, value in zip(names, values, strict=True)}


class PublicVersion(NamedTuple):
    """`post` is what readers saw, or None when they saw nothing. `revision` is None when the site did not have the post
    yet; `state` is the state of the post then."""

    post: Post | None
    revision: Revision | None
    state: PostState | None


def seen_at(post: Post, at: dt.datetime) -> PublicVersion:
    """Returns what readers saw at `at` (aware). `post` comes from `for_page`. A scheduled post becomes public without a
    new revision, so the revision that scheduled it counts from its publication time on."""
    revision = post.revisions.filter(created_at__lte=at).order_by("-version").first()
    if revision is None:
        return PublicVersion(None, None, None)
    state = state_at(revision.snapshot, at)
    if state != PostState.PUBLISHED:
        return PublicVersion(None, revision, state)
    known = {"corrections": []} | revision.snapshot  # a snapshot without the key has no corrections
    return PublicVersion(post_from_snapshot(post, known), revision, state)


def state_at(snapshot: Mapping[str, Any], at: dt.datetime) -> PostState:
    """Returns the state that a post with these values is in at a moment (aware)."""
    if snapshot.get("trashed_at"):
        return PostState.TRASHED
    status = snapshot.get("status") or PostState.DRAFT
    if status != Post.Status.APPROVED:
        return PostState(status)
    moment = parse_datetime(snapshot.get("published_at") or "")
    return PostState.PUBLISHED if moment is not None and moment <= at else PostState.SCHEDULED
