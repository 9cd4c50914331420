"""The form's buttons: what an editor can do with a post besides writing it. For acts on many posts see `bulk_acts`."""

from collections.abc import Callable
from typing import NamedTuple

from django.http import HttpRequest
from django.utils.translation import gettext_lazy, gettext_noop

from news.models import Post, User
from news.models.states import PostState
from news.publishing.posts import workflow
from news.publishing.posts.access import may_publish, may_submit
from news.text.sentences import Label


class FormAct(NamedTuple):
    """A button that saves the form and changes the post's state. `mark` changes the instance, which the form's save
    then writes; its second argument is the user's note, which acts with `needs_note` require."""

    name: str
    label: Label
    reason: str
    mark: Callable[[Post, str], None]
    may: Callable[[User, Post], bool]
    states: frozenset[PostState]
    needs_note: bool = False


def _without_note(mark: Callable[[Post], None]) -> Callable[[Post, str], None]:
    return lambda post, _note: mark(post)


_UNDECIDED = frozenset({PostState.DRAFT, PostState.IN_REVIEW, PostState.ARCHIVED})
_DECIDED = frozenset({PostState.SCHEDULED, PostState.PUBLISHED, PostState.ARCHIVED})
_LIVE = frozenset({PostState.SCHEDULED, PostState.PUBLISHED})
FORM_ACTS = (
    FormAct(
        "_submit",
        gettext_lazy("Submit for review"),
        gettext_noop("submitted"),
        _without_note(workflow.mark_submitted),
        may_submit,
        frozenset({PostState.DRAFT}),
    ),
    FormAct(
        "_publish",
        gettext_lazy("Publish"),
        gettext_noop("published"),
        _without_note(workflow.mark_published),
        may_publish,
        _UNDECIDED | {PostState.SCHEDULED},
    ),
    FormAct(
        "_return",
        gettext_lazy("Return"),
        gettext_noop("returned"),
        workflow.mark_returned,
        may_publish,
        frozenset({PostState.IN_REVIEW}),
        needs_note=True,
    ),
    FormAct(
        "_unpublish",
        gettext_lazy("Unpublish"),
        gettext_noop("unpublished"),
        _without_note(workflow.mark_unpublished),
        may_publish,
        _DECIDED,
    ),
    FormAct(
        "_archive",
        gettext_lazy("Archive"),
        gettext_noop("archived"),
        _without_note(workflow.mark_archived),
        may_publish,
        _LIVE,
    ),
)


def possible_acts(user: User, post: Post) -> list[FormAct]:
    """The buttons this user gets on this post."""
    return [act for act in FORM_ACTS if post.state in act.states and act.may(user, post)]


def quick_acts(user: User, post: Post) -> list[FormAct]:
    """Return the possible acts that need only a click, no note."""
    return [act for act in possible_acts(user, post) if not act.needs_note]


def chosen_act(request: HttpRequest) -> FormAct | None:
    return next((act for act in FORM_ACTS if act.name in request.POST), None)
