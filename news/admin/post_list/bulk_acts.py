"""The acts on many posts: who may use them, in which states, what they ask for and what they write. Each is one entry
of `BULK_ACTS`."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from django import forms
from django.utils.translation import gettext, gettext_lazy

from news.admin.post_list.bulk_forms import (
    AuthorsForm,
    CategoriesForm,
    FormatForm,
    PublicationTimeForm,
    ReasonForm,
    TagsForm,
)
from news.admin.post_list.bulk_reasons import why_not_public
from news.models import Post, User
from news.models.states import PostState
from news.publishing.posts import bulk, workflow
from news.publishing.posts.access import may_change, may_publish, may_purge, may_restore, may_see, may_trash
from news.publishing.posts.bulk import Write
from news.text.sentences import Label

Values = Mapping[str, Any]


def _nothing(_post: Post, _values: Values) -> str:
    return ""


class BulkAct(NamedTuple):
    """`permission` decides whether the act is offered; `may` and `states` decide about each post, and `check` says what
    else prevents it. `make_write` takes the values of `form` and returns the write for each post; None means read-only.
    """

    label: Label
    permission: str
    may: Callable[[User, Post], bool]
    states: frozenset[PostState]
    make_write: Callable[[Values], Write] | None
    form: type[forms.Form] | None = None
    check: Callable[[Post, Values], str] = _nothing
    warning: Label = ""
    can_undo: bool = True

    @property
    def title(self) -> str:
        """The label without the dots that announce a question, for the page that asks it and for the report."""
        return str(self.label).rstrip("…")


_ALL = frozenset(PostState)
_KEPT = _ALL - {PostState.TRASHED}
_TRASHED = frozenset({PostState.TRASHED})
_UNDECIDED = frozenset({PostState.DRAFT, PostState.IN_REVIEW, PostState.ARCHIVED})
_DECIDED = frozenset({PostState.IN_REVIEW, PostState.SCHEDULED, PostState.PUBLISHED, PostState.ARCHIVED})


def _check_public(post: Post, _values: Values) -> str:
    return why_not_public(post)


def _check_scheduled(post: Post, values: Values) -> str:
    """Check as for publication at the chosen time; until it is known, the embargo counts as met."""
    return why_not_public(post, values.get("at") or post.embargo_until)


def _change_categories(values: Values) -> Write:
    is_addition = values["how"] == "add"
    return lambda post, user: bulk.change_categories(post, user, values["categories"], is_addition=is_addition)


def _return(values: Values) -> Write:
    return lambda post, user: workflow.send_back(post, user, values["reason"])


BULK_ACTS = {
    "publish_selected": BulkAct(
        gettext_lazy("Publish"),
        "publish",
        may_publish,
        _UNDECIDED,
        lambda _values: workflow.publish,
        check=_check_public,
        warning=gettext_lazy("Readers see these posts at once; those with a future time appear at that time."),
    ),
    "unpublish_selected": BulkAct(
        gettext_lazy("Unpublish"),
        "publish",
        may_publish,
        _DECIDED,
        lambda _values: workflow.unpublish,
        warning=gettext_lazy("They become drafts again; readers no longer see them."),
    ),
    "schedule_selected": BulkAct(
        gettext_lazy("Schedule…"),
        "publish",
        may_publish,
        _UNDECIDED | {PostState.SCHEDULED},
        lambda values: lambda post, user: bulk.schedule(post, user, values["at"]),
        PublicationTimeForm,
        _check_scheduled,
    ),
    "return_selected": BulkAct(
        gettext_lazy("Return…"), "publish", may_publish, frozenset({PostState.IN_REVIEW}), _return, ReasonForm
    ),
    "change_categories_selected": BulkAct(
        gettext_lazy("Change categories…"), "change", may_change, _KEPT, _change_categories, CategoriesForm
    ),
    "add_tags_selected": BulkAct(
        gettext_lazy("Add tags…"),
        "change",
        may_change,
        _KEPT,
        lambda values: lambda post, user: bulk.add_tags(post, user, values["tags"]),
        TagsForm,
    ),
    "remove_tags_selected": BulkAct(
        gettext_lazy("Remove tags…"),
        "change",
        may_change,
        _KEPT,
        lambda values: lambda post, user: bulk.remove_tags(post, user, values["tags"]),
        TagsForm,
    ),
    "change_authors_selected": BulkAct(
        gettext_lazy("Change authors…"),
        "change",
        may_change,
        _KEPT,
        lambda values: lambda post, user: bulk.change_authors(post, user, values["authors"]),
        AuthorsForm,
    ),
    "fetch_pictures_selected": BulkAct(
        gettext_lazy("Fetch missing pictures again"),
        "change",
        may_change,
        _KEPT,
        lambda _values: bulk.ask_for_pictures,
        warning=gettext_lazy(
            "Pictures that could not be fetched are queued to be fetched again; the posts stay as they are."
        ),
        can_undo=False,
    ),
    "export_selected": BulkAct(gettext_lazy("Export…"), "view", may_see, _ALL, None, FormatForm, can_undo=False),
    "trash_selected": BulkAct(
        gettext_lazy("Move to the trash"),
        "delete",
        may_trash,
        _KEPT,
        lambda _values: workflow.trash,
        warning=gettext_lazy("Readers no longer see these posts. They can be restored for 30 days."),
    ),
    "restore_selected": BulkAct(
        gettext_lazy("Restore from the trash"),
        "restore",
        may_restore,
        _TRASHED,
        lambda _values: workflow.restore,
        warning=gettext_lazy("They come back as they were, public again if they were public."),
    ),
    "purge_selected": BulkAct(
        gettext_lazy("Delete for good"),
        "purge",
        may_purge,
        _TRASHED,
        lambda _values: workflow.purge,
        warning=gettext_lazy("This cannot be undone."),
        can_undo=False,
    ),
}


def why_not(post: Post, act: BulkAct, user: User, values: Values | None = None) -> str:
    """Say why this user cannot do this with the post; "" when nothing prevents it."""
    if post.state not in act.states:
        return gettext("its state: %(state)s") % {"state": post.state.label}
    if not act.may(user, post):
        return gettext("your role does not allow this")
    return act.check(post, values or {})
