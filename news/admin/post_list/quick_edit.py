"""Quick edit: change the next step, categories and tags of a post in its row of the list. Version-safe, no scripts.

A row's fields belong to a form after the table (`form="quick-7"`). What cannot be saved is shown on a page of its own
with everything that was typed.
"""

from collections.abc import Iterable, Mapping
from functools import cached_property, partial
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from news.admin.desk import DeskAdmin
from news.admin.fields import NameListField, TagListField
from news.admin.post_list.bulk_reasons import explain, why_not_public
from news.admin.post_list.way_back import find_way_back, go_back
from news.admin.posts.acts import FORM_ACTS, FormAct, quick_acts
from news.admin.posts.rights import find_post
from news.admin.posts.versions import read_version, sign_version
from news.admin.requests import acting_user, page_context
from news.models import Category, Post, User
from news.models.category import NAME_SEPARATOR
from news.publishing.errors import EditConflictError, EmbargoError, NoFreeSlugError
from news.publishing.posts.access import may_change
from news.publishing.posts.bulk import UnchangedError, change_links


class QuickRow:
    """What the row of a post needs for editing. It makes no queries, because the list has loaded everything."""

    def __init__(self, user: User, post: Post, labels: Mapping[str, str]) -> None:
        self.user, self.post, self.labels = user, post, labels

    @cached_property
    def is_possible(self) -> bool:
        return may_change(self.user, self.post)

    @cached_property
    def acts(self) -> list[FormAct]:
        return quick_acts(self.user, self.post)

    @property
    def version(self) -> str:
        return sign_version(self.post)

    @property
    def categories(self) -> list[str]:
        """The categories by their full path, and an empty one in which to type another."""
        return [*(self.labels[each.path] for each in self.post.ordered_categories()), ""]

    @property
    def tags(self) -> str | None:
        return NameListField().prepare_value([tag.name for tag in self.post.tags.all()])


class QuickForm(forms.Form):
    """`category` is sent once for each category, the primary one first; empty ones are ignored."""

    act = forms.ChoiceField(label=gettext_lazy("Next step"), required=False)
    tags = TagListField(label=gettext_lazy("Tags"), required=False)

    def __init__(self, data: QueryDict, post: Post, user: User) -> None:
        super().__init__(data)
        self.post, self.typed = post, [text.strip() for text in data.getlist("category")]
        self.acts = {act.name: act for act in quick_acts(user, post)}
        names = {act.name for act in FORM_ACTS}  # a step no longer possible is a conflict, not an invalid choice
        self.fields["act"].choices = [("", ""), *((name, name) for name in names)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, object]:
        values = super().clean() or self.cleaned_data
        values["categories"] = find_categories(filter(None, self.typed))
        is_publication = values.get("act") == "_publish" and "_publish" in self.acts
        reason = why_not_public(self.post, categories=values["categories"]) if is_publication else ""
        if reason:
            raise ValidationError(_("This cannot be published yet: %(reason)s."), params={"reason": reason})
        return values


def find_categories(typed: Iterable[str]) -> list[Category]:
    """Find categories by full path of names («新闻 › 高科技»), by path in the address, or by a name that is unique.

    Raises: ValidationError, naming what was typed.
    """
    labels = Category.objects.path_labels()
    found = [_find_path(text, labels) for text in typed]
    rows = {row.path: row for row in Category.objects.filter(path__in=found)}
    return [rows[path] for path in dict.fromkeys(found)]


def _find_path(text: str, labels: Mapping[str, str]) -> str:
    wanted = NAME_SEPARATOR.join(part.strip() for part in text.split(NAME_SEPARATOR.strip()))
    paths = [path for path, label in labels.items() if wanted in (label, path)]
    paths = paths or [path for path, label in labels.items() if label.split(NAME_SEPARATOR)[-1] == wanted]
    if not paths:
        raise ValidationError(_("There is no category “%(value)s”."), params={"value": text})
    if len(paths) > 1:
        names = "、".join(labels[path] for path in paths)
        raise ValidationError(
            _("Several categories have this name: %(names)s. Write the full path."), params={"names": names}
        )
    return paths[0]


class QuickEdit(DeskAdmin):
    """A mixin for the admin of posts."""

    def quick_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        post = find_post(request, int(object_id))
        user = acting_user(request)
        form = QuickForm(request.POST, post, user)
        try:
            is_current = read_version(post, request.POST.get("version", "")) == post.version
        except ValueError:
            raise PermissionDenied from None
        if not is_current:
            return self._show_again(request, post, form, 409)
        if not may_change(user, post):
            raise PermissionDenied
        if not form.is_valid():
            return self._show_again(request, post, form, 400)
        return self._save_quickly(request, post, form)

    def _save_quickly(self, request: HttpRequest, post: Post, form: QuickForm) -> HttpResponse:
        values = form.cleaned_data
        act = form.acts.get(values["act"])
        if values["act"] and act is None:
            raise PermissionDenied
        try:
            is_changed = _write(post, acting_user(request), values, act)
        except EditConflictError:
            return self._show_again(request, find_post(request, post.pk), form, 409)
        except (EmbargoError, NoFreeSlugError) as error:
            form.add_error(None, explain(error))
            return self._show_again(request, find_post(request, post.pk), form, 400)
        text = _("“%(title)s” is saved: %(state)s.") if is_changed else _("Nothing to change in “%(title)s”.")
        self.message_user(request, text % {"title": post.title, "state": post.state.label}, messages.SUCCESS)
        return go_back(request)

    def _show_again(self, request: HttpRequest, post: Post, form: QuickForm, status: int) -> HttpResponse:
        labels = Category.objects.path_labels()
        row = QuickRow(acting_user(request), post, labels)
        context = {
            **page_context(request, _("Quick edit"), self.model),
            "post": post,
            "row": row,
            "form": form,
            "typed_categories": [*filter(None, form.typed), ""],
            "typed_tags": request.POST.get("tags", ""),
            "typed_act": request.POST.get("act", ""),
            "is_conflict": status == 409,  # noqa: PLR2004
            "last": post.revisions.select_related("user").defer("snapshot").first(),
            "labels": labels,
            "back": find_way_back(request),
            "form_url": reverse("admin:news_post_change", args=[post.pk]),
        }
        return TemplateResponse(request, "admin/news/post/quick.html", context, status=status)


def _write(post: Post, user: User, values: dict[str, Any], act: FormAct | None) -> bool:
    """Save links and state as one version, so that undoing it undoes both. False when nothing would change."""
    mark, reason = (partial(_mark, act), act.reason) if act else (None, "")
    try:
        change_links(post, user, values["categories"], values["tags"], mark=mark, reason=reason)
    except UnchangedError:
        return False
    return True


def _mark(act: FormAct, post: Post) -> None:
    act.mark(post, "")
