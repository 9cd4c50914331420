"""What an editor can do with a post besides writing it: the buttons of the form and the actions of the list."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, ngettext

from news.models import Post, User
from news.models.states import State
from news.publishing import workflow
from news.publishing.access import may_publish, may_purge, may_restore, may_submit, may_trash
from news.publishing.errors import EditConflictError, NoFreeSlugError

MAX_AT_ONCE = 1000
Words = str | Promise


class FormAct(NamedTuple):
    """A button that saves the form and moves the post on. `mark` changes the instance, the form's save writes it."""

    name: str
    label: Words
    reason: str
    mark: Callable[[Post], None]
    may: Callable[[User, Post], bool]
    states: frozenset[State]


_UNDECIDED = frozenset({State.DRAFT, State.IN_REVIEW, State.ARCHIVED})
_DECIDED = frozenset({State.IN_REVIEW, State.SCHEDULED, State.PUBLISHED, State.ARCHIVED})
_LIVE = frozenset({State.SCHEDULED, State.PUBLISHED})
FORM_ACTS = (
    FormAct(
        "_submit",
        gettext_lazy("Submit for review"),
        gettext_noop("submitted"),
        workflow.mark_submitted,
        may_submit,
        frozenset({State.DRAFT}),
    ),
    FormAct(
        "_publish",
        gettext_lazy("Publish"),
        gettext_noop("published"),
        workflow.mark_published,
        may_publish,
        _UNDECIDED,
    ),
    FormAct(
        "_unpublish",
        gettext_lazy("Unpublish"),
        gettext_noop("unpublished"),
        workflow.mark_unpublished,
        may_publish,
        _DECIDED,
    ),
    FormAct(
        "_archive",
        gettext_lazy("Archive"),
        gettext_noop("archived"),
        workflow.mark_archived,
        may_publish,
        _LIVE,
    ),
)


def possible_acts(user: User, post: Post) -> list[FormAct]:
    """The buttons this user gets on this post."""
    return [act for act in FORM_ACTS if post.state in act.states and act.may(user, post)]


def chosen_act(request: HttpRequest) -> FormAct | None:
    return next((act for act in FORM_ACTS if act.name in request.POST), None)


def acting_user(request: HttpRequest) -> User:
    """The login behind an admin request, which is never anonymous."""
    assert isinstance(request.user, User)  # noqa: S101 (tells the type checker; `admin_view` has made sure)
    return request.user


class BulkAct(NamedTuple):
    run: Callable[[Post, User], Any]
    may: Callable[[User, Post], bool]
    states: frozenset[State]


BULK_ACTS = {
    "publish_selected": BulkAct(workflow.publish, may_publish, _UNDECIDED),
    "unpublish_selected": BulkAct(workflow.unpublish, may_publish, _DECIDED),
    "trash_selected": BulkAct(workflow.trash, may_trash, frozenset(State) - {State.TRASHED}),
    "restore_selected": BulkAct(workflow.restore, may_restore, frozenset({State.TRASHED})),
    "purge_selected": BulkAct(lambda post, _user: workflow.purge(post), may_purge, frozenset({State.TRASHED})),
}


class BulkActions:
    """The actions of the list; mixed into the admin of posts. Each post is asked about and written on its own."""

    @admin.action(permissions=["publish"], description=gettext_lazy("Publish"))
    def publish_selected(self, request: HttpRequest, posts: Any) -> None:
        self._run(request, posts, "publish_selected")

    @admin.action(permissions=["publish"], description=gettext_lazy("Unpublish"))
    def unpublish_selected(self, request: HttpRequest, posts: Any) -> None:
        self._run(request, posts, "unpublish_selected")

    @admin.action(permissions=["delete"], description=gettext_lazy("Move to the trash"))
    def trash_selected(self, request: HttpRequest, posts: Any) -> HttpResponse | None:
        return self._ask_then_run(request, posts, "trash_selected", _("Move to the trash"))

    @admin.action(permissions=["restore"], description=gettext_lazy("Restore from the trash"))
    def restore_selected(self, request: HttpRequest, posts: Any) -> None:
        self._run(request, posts, "restore_selected")

    @admin.action(permissions=["purge"], description=gettext_lazy("Delete for good"))
    def purge_selected(self, request: HttpRequest, posts: Any) -> HttpResponse | None:
        return self._ask_then_run(request, posts, "purge_selected", _("Delete for good"))

    def _ask_then_run(self: Any, request: HttpRequest, posts: Any, name: str, title: str) -> HttpResponse | None:
        if "confirmed" in request.POST:
            self._run(request, posts, name)
            return None
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "posts": posts[: self.list_per_page],
            "post_count": posts.count(),
            "action": name,
            "checkbox_name": ACTION_CHECKBOX_NAME,
            "selected": request.POST.getlist(ACTION_CHECKBOX_NAME),
            "select_across": request.POST.get("select_across", "0"),
        }
        return TemplateResponse(request, "admin/news/post/confirm_action.html", context)

    def _run(self: Any, request: HttpRequest, posts: Any, name: str) -> None:
        keys = list(posts.values_list("pk", flat=True)[: MAX_AT_ONCE + 1])
        if len(keys) > MAX_AT_ONCE:
            text = _("At most %(count)d posts at once. Nothing was changed.") % {"count": MAX_AT_ONCE}
            self.message_user(request, text, messages.ERROR)
            return
        done = sum(self._run_one(request, pk, name) for pk in keys)
        self._tell(request, done, len(keys) - done)

    def _run_one(self: Any, request: HttpRequest, pk: int, name: str) -> bool:
        act, user = BULK_ACTS[name], acting_user(request)
        post = self.get_queryset(request).filter(pk=pk).first()
        if post is None or post.state not in act.states or not act.may(user, post):
            return False
        try:
            with transaction.atomic():
                self.log_change(request, post, name.removesuffix("_selected"))
                act.run(post, user)
        except (EditConflictError, NoFreeSlugError):
            return False
        return True

    def _tell(self: Any, request: HttpRequest, done: int, skipped: int) -> None:
        if done:
            text = ngettext("%(count)d post changed.", "%(count)d posts changed.", done) % {"count": done}
            self.message_user(request, text, messages.SUCCESS)
        if skipped:
            text = ngettext(
                "%(count)d post left as it was: its state or your role does not allow this.",
                "%(count)d posts left as they were: their state or your role does not allow this.",
                skipped,
            )
            self.message_user(request, text % {"count": skipped}, messages.WARNING)
