"""The work that is waiting: own drafts, returned posts, posts to review, posts due soon. Two queries."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db.models import Case, CharField, Count, F, Model, OrderBy, Q, QuerySet, Value, When, Window
from django.db.models.functions import RowNumber
from django.utils import timezone
from django.utils.timesince import timesince

from news.models import Draft, Post, User
from news.models.states import PostState, state_condition
from news.publishing.posts.access import may_publish

SHOWN = 5
PileT = TypeVar("PileT", bound=Model)
HAN = re.compile(r"[\u3400-\u9fff]")
UNSAVED_SHOWN = 20
EMBARGO_DAYS = 2
RETURNED, MINE, REVIEW, TODAY, TOMORROW, EMBARGO = "returned", "mine", "review", "today", "tomorrow", "embargo"
COLUMNS = (
    *("title", "status", "published_at", "trashed_at", "updated_at", "submitted_at", "embargo_until"),
    *("review_note", "han_count", "word_count", "owner"),
)
FURTHER = ("owner__username", "owner__first_name", "owner__last_name")
CHECKS = ("check_result__error_count", "check_result__warning_count")
DRAFTED = ("title", "status", "owner", "published_at", "trashed_at")
DRAFT_COLUMNS = ("saved_at", "user", *(f"post__{name}" for name in DRAFTED))


@dataclass(slots=True)
class Pile:
    """The first posts of one kind, and the total number of that kind."""

    count: int = 0
    posts: list[Post] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class OpenWork:
    """`piles` by kind, without empty ones. `unsaved` lists the user's unsaved texts of posts that are not their own
    drafts."""

    piles: Mapping[str, Pile]
    unsaved: list[Draft]


def name_person(user: User) -> str:
    """Return a person's name as it is customarily written: Chinese names put the family name first, without a space."""
    if HAN.search(user.last_name + user.first_name):
        return user.last_name + user.first_name
    return user.get_full_name() or user.get_username()


def day_begins(days: int = 0) -> dt.datetime:
    """Return midnight of today, or of the day `days` later, in the site's zone. Aware."""
    zone = timezone.get_default_timezone()
    day = timezone.localdate(timezone=zone) + dt.timedelta(days=days)
    return dt.datetime.combine(day, dt.time(), zone)


def find_work(user: User) -> OpenWork:
    drafts = list(_drafts(user))
    saved_at = {draft.post_id: draft.saved_at for draft in drafts}
    piles: dict[str, Pile] = {}
    for post in _posts_at_work(user):
        pile = piles.setdefault(post.kind, Pile(count=post.kind_count))
        pile.posts.append(_with_facts(post, user, saved_at.get(post.pk)))
    others = [draft for draft in drafts if draft.post.status != Post.Status.DRAFT or draft.post.owner_id != user.pk]
    return OpenWork(piles, others[:SHOWN])


def _drafts(user: User) -> QuerySet[Draft]:
    rows = of_posts_seen(Draft.objects.filter(user=user), user).select_related("post")
    return rows.only(*DRAFT_COLUMNS).order_by("-saved_at")[:UNSAVED_SHOWN]


def of_posts_seen(rows: QuerySet[PileT], user: User) -> QuerySet[PileT]:
    """Keep rows of posts that this user may see and that are not in the trash. Users who see all posts skip the lookup,
    because the database would go through every post for it."""
    kept = rows.filter(post__trashed_at=None)
    if user.has_perm("news.edit_others_post"):
        return kept
    return kept.filter(post__in=Post.objects.visible_to(user).only("pk"))


def _posts_at_work(user: User) -> Iterator[Any]:
    """Yield the first posts of each kind, with the kind's total. A post belongs to the first kind it matches."""
    kinds = _kinds(user)
    kind = Case(*(When(condition, then=Value(name)) for name, condition in kinds.items()), output_field=CharField())
    of_any = Q()
    for condition in kinds.values():
        of_any |= condition
    posts: Any = Post.objects.visible_to(user).filter(of_any).annotate(kind=kind)
    numbered = posts.annotate(
        place=Window(RowNumber(), partition_by=[F("kind")], order_by=_order()),
        kind_count=Window(Count("pk"), partition_by=[F("kind")]),
    )
    rows = numbered.filter(place__lte=SHOWN).select_related("owner", "check_result").order_by("kind", "place")
    yield from rows.only(*COLUMNS, *FURTHER, *CHECKS)


def _kinds(user: User) -> dict[str, Q]:
    own_draft = state_condition(PostState.DRAFT) & Q(owner=user)
    scheduled = state_condition(PostState.SCHEDULED)
    waiting = state_condition(PostState.DRAFT) | state_condition(PostState.ARCHIVED)
    soon = Q(embargo_until__gt=timezone.now(), embargo_until__lt=timezone.now() + dt.timedelta(days=EMBARGO_DAYS))
    return {
        RETURNED: own_draft & ~Q(review_note=""),
        MINE: own_draft,
        REVIEW: state_condition(PostState.IN_REVIEW),
        TODAY: scheduled & Q(published_at__lt=day_begins(1)),
        TOMORROW: scheduled & Q(published_at__lt=day_begins(2)),
        EMBARGO: waiting & soon,
    }


def _order() -> list[OrderBy]:
    """Order by longest waiting, then soonest due, then last edited."""
    first = Case(
        When(status=Post.Status.IN_REVIEW, then=F("submitted_at")),
        When(status=Post.Status.APPROVED, then=F("published_at")),
        default=F("embargo_until"),
    )
    return [first.asc(nulls_last=True), F("updated_at").desc(), F("pk").desc()]


def _with_facts(post: Any, user: User, unsaved_at: dt.datetime | None) -> Post:
    post.check = getattr(post, "check_result", None)
    post.unsaved_at = unsaved_at
    post.saved_ago = timesince(unsaved_at or post.updated_at, depth=1)
    post.waits = timesince(post.submitted_at, depth=1) if post.submitted_at else ""
    post.word_total = post.han_count + post.word_count
    post.writer = name_person(post.owner) if post.owner else ""
    post.may_decide = may_publish(user, post)
    return post
