"""Save the post form through `news.publishing`, and keep the typed text when another user saved first."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import BaseFormSet, BaseInlineFormSet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.formats import localize
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from news.admin.desk import DeskAdmin
from news.admin.posts.acts import chosen_act, possible_acts
from news.admin.posts.addresses import form_url
from news.admin.posts.header_image import note_right, save_header
from news.admin.posts.undoing import PARAMETER, sign_step
from news.admin.posts.versions import read_version, sign_version
from news.admin.requests import acting_user, page_context
from news.admin.typed_texts import find_typed_texts
from news.models import Post
from news.publishing.errors import EditConflictError, LockedError
from news.publishing.posts import workflow
from news.publishing.posts.access import may_restore
from news.publishing.posts.corrections import save_corrections, without_repeats
from news.publishing.posts.locks import check_lock
from news.publishing.posts.recording import record_revision
from news.publishing.posts.relations import set_authors, set_categories, set_tags
from news.publishing.posts.saving import write_row
from news.rendering.meta import post_path


class PostSaving(DeskAdmin):
    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, object] | None = None,
    ) -> HttpResponse:
        if request.method == "POST" and object_id is not None:
            post = self.get_object(request, object_id)
            if post is not None and not self.has_change_permission(request, post):
                return self._keep_text(request, post)
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except EditConflictError:  # a save came between our check and our write; the form now says whose
            return super().changeform_view(request, object_id, form_url, extra_context)

    def _keep_text(self, request: HttpRequest, post: Post) -> HttpResponse:
        """Show what was typed and write nothing: the post was trashed, submitted or published after the form opened.

        Raises: PermissionDenied when the post has not changed since, so this user never could have opened the form.
        """
        try:
            is_current = read_version(post, request.POST.get("version", "")) == post.version
        except ValueError:
            is_current = True
        if is_current or not self.has_view_permission(request, post):
            raise PermissionDenied
        context = {
            **page_context(request, _("Not saved"), self.model),
            "post": post,
            "last": post.revisions.select_related("user").first(),
            "typed": find_typed_texts((name, request.POST[name]) for name in request.POST),
        }
        return TemplateResponse(request, "admin/news/post/not_saved.html", context, status=409)

    def save_model(self, request: HttpRequest, obj: Post, form: Any, change: bool) -> None:
        if not change:
            obj.owner = acting_user(request)
        note_right(request, form)
        form.act = chosen_act(request)
        is_possible = form.act in possible_acts(acting_user(request), obj)
        if form.is_repeat and not is_possible:
            form.act = None  # a double click: it is done already
        form.is_written = bool(form.act or (not form.is_repeat and (not change or form.own_changes)))
        if form.act:
            if not is_possible:
                raise PermissionDenied
            form.act.mark(obj, form.step_note)
        if form.is_written:
            write_row(obj, form.expected_version)
            check_lock(obj, acting_user(request))
        elif change:
            obj.refresh_from_db()

    def save_formset(self, request: HttpRequest, form: Any, formset: BaseInlineFormSet, change: bool) -> None:
        """Save the corrections. Changing one counts as a change of the post, even if nothing else changed."""
        changed = without_repeats(form.instance, formset.save(commit=False))
        if not (changed or formset.deleted_objects):
            return
        if not form.is_written:
            write_row(form.instance, form.expected_version)
            check_lock(form.instance, acting_user(request))
            form.is_written = True
        save_corrections(form.instance, changed, formset.deleted_objects)

    def save_related(self, request: HttpRequest, form: Any, formsets: Iterable[BaseFormSet], change: bool) -> None:
        super().save_related(request, form, formsets, change)
        save_header(request, form)
        if not form.is_written:
            return
        post = form.instance
        set_categories(post, form.cleaned_data["category_list"])
        set_authors(post, form.cleaned_data["author_list"])
        set_tags(post, form.cleaned_data["tag_list"])
        record_revision(post, acting_user(request), form.act.reason if form.act else "", form.step_note)
        self._tell_removed(request, form)

    def _tell_removed(self, request: HttpRequest, form: Any) -> None:
        removed = getattr(form.fields.get("body"), "removed", ())
        if removed:
            text = _("Removed from the text, because it could harm readers or cannot be kept: %(names)s.")
            self.message_user(request, text % {"names": ", ".join(removed)}, messages.WARNING)

    def delete_model(self, request: HttpRequest, obj: Post) -> None:
        workflow.trash(obj, acting_user(request))

    def log_addition(self, request: HttpRequest, obj: Any, message: object) -> Any:
        """Log nothing here: `record_revision` logs it with the revision."""

    def log_change(self, request: HttpRequest, obj: Any, message: object) -> Any:
        """Log nothing here, as in `log_addition`."""

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        """Log nothing here, as in `log_addition`."""

    def get_deleted_objects(
        self, objs: Iterable[Post], request: HttpRequest
    ) -> tuple[list[str], dict[str, int], set[str], list[str]]:
        """List only the posts: trashing a post deletes nothing else."""
        return [str(post) for post in objs], {}, set(), []

    def restore_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        post = self.get_object(request, object_id)
        if post is None or not may_restore(acting_user(request), post):
            raise PermissionDenied
        try:
            workflow.restore(post, acting_user(request))
        except EditConflictError as error:
            return self._tell_conflict(request, post, error)
        self.message_user(request, _("Restored from the trash."), messages.SUCCESS)
        return HttpResponseRedirect(form_url(post))

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        post: Any = self.get_object(request, object_id)
        try:
            return super().delete_view(request, object_id, {"version": sign_version(post), **(extra_context or {})})
        except EditConflictError as error:
            return self._tell_conflict(request, post, error)

    def _tell_conflict(self, request: HttpRequest, post: Post, error: EditConflictError) -> HttpResponse:
        text = _("Nothing was done: someone else has saved this post in the meantime. Check it, then try again.")
        if isinstance(error, LockedError):
            text = _("Nothing was done: %(who)s has locked this post.") % {"who": error.owner}
        self.message_user(request, text, messages.ERROR)
        return HttpResponseRedirect(form_url(post))

    def response_add(self, request: HttpRequest, obj: Post, post_url_continue: str | None = None) -> HttpResponse:
        return self._respond_to_act(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Post) -> HttpResponse:
        return self._respond_to_act(request, obj) or super().response_change(request, obj)

    def response_delete(self, request: HttpRequest, obj_display: str, obj_id: int) -> HttpResponse:
        text = format_html(_("“{}” is now in the trash."), obj_display)
        self.message_user(request, text, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:news_post_changelist"))

    def _respond_to_act(self, request: HttpRequest, post: Post) -> HttpResponse | None:
        if chosen_act(request) is None and "_save_over" not in request.POST:
            return None
        self.message_user(request, tell_state(post), messages.SUCCESS)
        act = chosen_act(request)
        step = "?" + urlencode({PARAMETER: sign_step(post, act.name)}) if act else ""
        return HttpResponseRedirect(form_url(post) + step)


def tell_state(post: Post) -> str:
    """Return one sentence that tells the editor the post's state and where it can be seen."""
    if post.is_public():
        return format_html(_('Published: <a href="{}">{}</a>'), post_path(post), post.title)
    if post.is_scheduled and post.published_at:
        moment = localize(localtime(post.published_at))
        return format_html(_("“{}” will be published at {}."), post.title, moment)
    return format_html(_("“{}” is saved: {}."), post.title, post.state.label)
