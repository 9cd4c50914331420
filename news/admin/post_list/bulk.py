"""Views for acts on many posts: confirm them, showing what prevents each, then act, report, and undo.

The confirmation page carries the signed versions of its posts, so that a post changed since is left alone.
"""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.widgets import AutocompleteSelect
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.forms import Form, Media
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from news.admin.desk import DeskAdmin
from news.admin.post_list.bulk_acts import BULK_ACTS, BulkAct, why_not
from news.admin.post_list.bulk_export import make_export
from news.admin.post_list.bulk_telling import tell_round
from news.admin.post_list.bulk_undo import last_round, remember_round, take_back_round
from news.admin.post_list.way_back import find_way_back, go_back
from news.admin.posts.form_messages import FORM_WORDS
from news.admin.requests import acting_user, page_context
from news.models import Post, PostQuerySet
from news.publishing.posts.bulk import Round, act_on_each
from news.text.sentences import Label

MAX_AT_ONCE = 1000
MAX_ROWS = 100  # the most that are shown of possible posts, and of blocked ones
SALT = "news.admin.post_list.bulk"
LASTS_S = 24 * 3600


def make_action(name: str) -> Callable[..., HttpResponse | None]:
    """Return an entry for the list's menu of actions. It writes nothing, only asks for confirmation."""

    def ask(admin_of_posts: "BulkActions", request: HttpRequest, posts: PostQuerySet) -> HttpResponse | None:
        return admin_of_posts.ask_about(request, name, posts)

    ask.__name__ = name
    act = BULK_ACTS[name]
    return admin.action(ask, permissions=[act.permission], description=act.label)


class BulkActions(DeskAdmin):
    actions = [make_action(name) for name in BULK_ACTS]

    @property
    def media(self) -> Media:
        """Add the scripts of autocomplete fields, which the filters and some confirmation pages have."""
        return super().media + AutocompleteSelect(Post._meta.get_field("source"), self.admin_site).media

    def ask_about(self, request: HttpRequest, name: str, posts: PostQuerySet) -> HttpResponse | None:
        versions = dict(posts.order_by().values_list("pk", "version")[: MAX_AT_ONCE + 1])
        if len(versions) > MAX_AT_ONCE:
            text = _("At most %(count)d posts at once. Nothing was changed.") % {"count": MAX_AT_ONCE}
            self.message_user(request, text, messages.ERROR)
            return None
        form = BULK_ACTS[name].form
        return self._ask(request, name, versions, form() if form else None, request.get_full_path())

    def _ask(
        self, request: HttpRequest, name: str, versions: dict[int, int], form: Form | None, back: str
    ) -> HttpResponse:
        act, user = BULK_ACTS[name], acting_user(request)
        posts = Post.objects.visible_to(user).filter(pk__in=versions).for_cards().newest_first()
        posts = posts.select_related("check_result")
        rows = [(post, why_not(post, act, user)) for post in posts]
        possible, blocked = [row for row in rows if not row[1]], [row for row in rows if row[1]]
        context = {
            **page_context(request, act.title, self.model),
            "act": act,
            "name": name,
            "form": form,
            "media": self.media + form.media if form else self.media,
            "possible": possible[:MAX_ROWS],
            "possible_count": len(possible),
            "possible_more": max(0, len(possible) - MAX_ROWS),
            "blocked": blocked[:MAX_ROWS],
            "blocked_count": len(blocked),
            "blocked_more": max(0, len(blocked) - MAX_ROWS),
            "list_words": FORM_WORDS["list"],
            "token": signing.dumps([name, user.pk, list(versions.items())], salt=SALT, compress=True),
            "back": back,
        }
        status = 400 if form and form.is_bound else 200
        return TemplateResponse(request, "admin/news/post/bulk.html", context, status=status)

    def bulk_view(self, request: HttpRequest) -> HttpResponse:
        """Handle the answer to the confirmation page, and the undoing of the last act."""
        if "undo" in request.POST:
            return self._undo(request)
        name = request.POST.get("act", "")
        act = self._find_act(request, name)
        try:
            versions = read_token(request, name)
        except signing.BadSignature:
            self.message_user(request, _("This page is out of date. Choose the posts again."), messages.ERROR)
            return go_back(request)
        form = act.form(request.POST) if act.form else None
        if form and not form.is_valid():
            return self._ask(request, name, versions, form, find_way_back(request))
        return self._run(request, name, versions, form.cleaned_data if form else {})

    def _find_act(self, request: HttpRequest, name: str) -> BulkAct:
        """Raises: Http404, PermissionDenied."""
        act = BULK_ACTS.get(name)
        if act is None:
            raise Http404
        if not getattr(self, f"has_{act.permission}_permission")(request):
            raise PermissionDenied
        return act

    def _undo(self, request: HttpRequest) -> HttpResponse:
        last = last_round(request)
        if last:
            self._find_act(request, last["act"])
        self._tell(request, _("Undone"), take_back_round(request))
        return go_back(request)

    def _run(self, request: HttpRequest, name: str, versions: dict[int, int], values: dict[str, Any]) -> HttpResponse:
        act, user = BULK_ACTS[name], acting_user(request)
        posts = Post.objects.visible_to(user)
        if act.make_write is None:
            return make_export(posts.filter(pk__in=versions), values["file_format"])
        outcome = act_on_each(
            versions, posts, user, act.make_write(values), why_not=lambda post: why_not(post, act, user, values)
        )
        if act.can_undo and outcome.done:
            remember_round(request, name, act.title, outcome.done)
        self._tell(request, act.title, outcome)
        return go_back(request)

    def _tell(self, request: HttpRequest, label: Label, outcome: Round | None) -> None:
        if outcome is None:
            self.message_user(request, _("There is no longer anything to undo."), messages.WARNING)
            return
        level = messages.WARNING if outcome.skipped else messages.SUCCESS
        self.message_user(request, tell_round(label, outcome), level)


def read_token(request: HttpRequest, name: str) -> dict[int, int]:
    """Raises: BadSignature when the token is forged, a day old, or for another act or user."""
    named, user_id, versions = signing.loads(request.POST.get("token", ""), salt=SALT, max_age=LASTS_S)
    if (named, user_id) != (name, acting_user(request).pk):
        raise signing.BadSignature
    return dict(versions)
