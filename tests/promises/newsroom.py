"""A newsroom with everybody and everything in it, for promises about the whole admin. Its words can be hostile."""

import datetime as dt
import zlib
from typing import Any, NamedTuple

from django.utils import timezone

from news.models import Address, FollowUp, ImportBatch, ImportItem, MergedName, Post, PreviewLink, RawSource, User
from news.publishing.posts.recording import record_revision
from news.publishing.posts.saving import save_post
from tests.factories import (
    AuthorFactory,
    CategoryFactory,
    ImageFactory,
    PageFactory,
    PostFactory,
    SlotFactory,
    SourceFactory,
    TagFactory,
)
from tests.people import ALL_ROLES, make_person

ANONYMOUS, BARE = "anonymous", "without a role"
PEOPLE = (ANONYMOUS, BARE, *ALL_ROLES)
NOWHERE = 10**6  # the number of no row
STATES = ("draft", "in_review", "published", "trashed")
SECRET = "绝密港口"  # the title of what a colleague has written and nobody published


class Newsroom(NamedTuple):
    """`own` and `others` give posts by state, `pictures` an own one of each person, `things` one row of each model."""

    people: dict[str, User | None]
    own: dict[str, dict[str, Post]]
    others: dict[str, Post]
    pictures: dict[str, Any]
    things: dict[str, Any]


def make_newsroom() -> Newsroom:
    people = {role: make_person(role) for role in ALL_ROLES}
    people[BARE] = make_person("reporter")
    people[BARE].groups.clear()
    colleague = make_person("reporter")
    links = {"categories": [CategoryFactory()], "authors": [AuthorFactory()]}
    own = {role: make_posts(person, links) for role, person in people.items()}
    others = make_posts(colleague, links, header_image=ImageFactory(uploaded_by=colleague))
    for state in ("draft", "in_review", "trashed"):
        retitle(others[state], colleague)
    pictures = {role: ImageFactory(uploaded_by=person) for role, person in people.items()}
    things = {**make_things(others["published"], colleague), "image": others["draft"].header_image}
    return Newsroom({ANONYMOUS: None, **people}, {ANONYMOUS: others, **own}, others, pictures, things)


def make_posts(owner: User, links: dict[str, Any], **values: Any) -> dict[str, Post]:
    return {state: make_post(owner, state, **links, **values) for state in STATES}


def retitle(post: Post, owner: User) -> None:
    post.title = SECRET
    save_post(post, owner)


def make_post(owner: User, state: str, **values: Any) -> Post:
    status = {"published": "approved", "trashed": "draft"}.get(state, state)
    times = {} if state == "published" else {"published_at": None, "first_published_at": None}
    trashed_at = timezone.now() if state == "trashed" else None
    post = PostFactory(status=status, owner=owner, trashed_at=trashed_at, **times, **values)
    record_revision(post, owner)
    return post


def make_things(post: Post, user: User) -> dict[str, Any]:
    batch = ImportBatch.objects.create(state="done", user=user)
    item = ImportItem.objects.create(batch=batch, path="a.md", outcome="created", post=post, post_version=post.version)
    raw = RawSource.objects.create(
        collection="c", external_id="a.md", content=zlib.compress(b"a"), size_bytes=1, post=post, post_version=1
    )
    return {
        **make_names(),
        "page": PageFactory(),
        "slot": SlotFactory(post=post),
        "address": Address.objects.create(path="/old/", post=post),
        "importbatch": batch,
        "importitem": item,
        "rawsource": raw,
        "followup": FollowUp.objects.create(kind="push", path="/old/", post=post),
        "user": user,
        "superuser": make_person("admin"),
        "link": make_link(post, user),
    }


def make_names() -> dict[str, Any]:
    names = {"category": CategoryFactory(), "tag": TagFactory(), "author": AuthorFactory(), "source": SourceFactory()}
    for kind, row in names.items():
        MergedName.objects.create(name="AI", key="ai", **{kind: row})
    return names


def make_link(post: Post, user: User) -> PreviewLink:
    return PreviewLink.objects.create(post=post, user=user, expires_at=timezone.now() + dt.timedelta(days=7))
