"""The tabs above the list of posts, and how many posts that the user may see each has, in one query for all."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.db.models import Count, QuerySet, Value
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from news.models import Post, PostQuerySet, User
from news.models.states import PostState

PARAMETER = "state"
ALL, MINE, PROBLEMS = "", "mine", "problems"


class Tab(NamedTuple):
    """`name` is its value in the address; "" is the tab of everything but the trash."""

    name: str
    label: str | Promise
    choose: Callable[[PostQuerySet, User], PostQuerySet]


def _in_state(state: PostState) -> Callable[[PostQuerySet, User], PostQuerySet]:
    return lambda posts, _user: posts.in_state(state)


def _find_own_drafts(posts: PostQuerySet, user: User) -> PostQuerySet:
    return posts.in_state(PostState.DRAFT).filter(owner=user)


def _find_faulty(posts: PostQuerySet, user: User) -> PostQuerySet:
    """Return the posts in which the checks found errors; warnings alone do not count."""
    return posts.not_trashed().filter(check_result__error_count__gt=0)


TABS = (
    Tab(ALL, _("All"), lambda posts, _user: posts.not_trashed()),
    Tab(MINE, _("My drafts"), _find_own_drafts),
    Tab(PostState.IN_REVIEW, _("To review"), _in_state(PostState.IN_REVIEW)),
    Tab(PostState.SCHEDULED, _("Scheduled"), _in_state(PostState.SCHEDULED)),
    Tab(PostState.PUBLISHED, _("Published"), _in_state(PostState.PUBLISHED)),
    Tab(PROBLEMS, _("With problems"), _find_faulty),
    Tab(PostState.TRASHED, _("Trash"), _in_state(PostState.TRASHED)),
)
_BY_NAME = {tab.name: tab for tab in TABS}


def choose_posts(posts: PostQuerySet, name: str, user: User) -> PostQuerySet:
    """Filter by the name of a tab or of any state; an unknown name means «all»."""
    if name in _BY_NAME:
        return _BY_NAME[name].choose(posts, user)
    return posts.in_state(name) if name in PostState.values else _BY_NAME[ALL].choose(posts, user)


def count_tabs(user: User) -> dict[str, int]:
    """Count the posts that this user may see, by tab name. One query, a union whose parts each use their best index."""
    first, *others = [_count(tab, user) for tab in TABS]
    return {row["tab"]: row["count"] for row in first.union(*others, all=True)}


def _count(tab: Tab, user: User) -> QuerySet[Post, Any]:
    posts = tab.choose(Post.objects.visible_to(user), user).order_by()
    return posts.values(tab=Value(str(tab.name))).annotate(count=Count("pk"))
