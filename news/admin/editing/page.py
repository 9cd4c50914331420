"""The post form with several editors: it offers drafts, shows conflicts side by side and respects locks."""

from typing import Any

from django.contrib.admin.utils import quote
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from news.admin.desk import DeskAdmin
from news.admin.editing.conflicts import compare_form, compared_fields, describe, find_base, read_mine, take_theirs
from news.admin.editing.drafts import clock, fill_from_draft, find_begun_by_form, keep_posted
from news.admin.editing.messages import editing_facts, note_saved_tab
from news.admin.editing.presence import describe_company, may_break
from news.admin.posts.versions import read_version, sign_version
from news.admin.requests import acting_user
from news.models import Draft, Post
from news.publishing.errors import EditConflictError
from news.publishing.posts.access import may_change
from news.publishing.posts.drafts import drop_draft, find_text, read_draft, remember_begun
from news.publishing.posts.locks import break_lock, find_lock, release_lock
from news.publishing.versions.fields import FIELDS
from news.publishing.versions.snapshots import take_snapshot

CONTINUED_COUNT = 10


class PostEditing(DeskAdmin):
    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """Give the form its user and any lock another user has, unless the user is breaking that lock."""
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        form.user = acting_user(request)
        lock = find_lock(obj) if obj is not None and request.method == "POST" else None
        is_foreign = lock is not None and lock.owner_id != form.user.pk
        form.lock = lock if is_foreign and not self._breaks_lock(request) else None
        return form

    def _breaks_lock(self, request: HttpRequest) -> bool:
        return "_break_lock" in request.POST and may_break(acting_user(request))

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> Any:
        if request.method == "POST" and object_id is None:
            object_id = self._find_begun(request)
        if request.method == "POST" and object_id is not None and "_save_over" in request.POST:
            self._take_chosen(request, object_id)
        response = super().changeform_view(request, object_id, form_url, extra_context)
        if request.method == "POST" and object_id is not None and response.status_code in (409, 423):
            self._keep_refused(request, object_id)
        return response

    def _find_begun(self, request: HttpRequest) -> str | None:
        """If a new-post form was sent before its script knew that the post exists, add a version and return its id."""
        post = find_begun_by_form(request)
        if post is None or not may_change(acting_user(request), post):
            return None
        sent: Any = request.POST.copy()
        sent["version"] = sign_version(Post(pk=post.pk, version=1))
        request.POST = sent
        return quote(str(post.pk))

    def _take_chosen(self, request: HttpRequest, object_id: str) -> None:
        """Use the stored values for the fields for which «theirs» was chosen on the conflict page."""
        post: Any = self.get_object(request, object_id)
        if not may_change(acting_user(request), post):
            return
        form = self.get_form(request, post, change=True)(instance=post)
        names = [each.form for each in compared_fields(form) if request.POST.get(f"take_{each.form}") == "theirs"]
        request.POST = take_theirs(request.POST, names, form)

    def _keep_refused(self, request: HttpRequest, object_id: str) -> None:
        post: Any = self.get_object(request, object_id)
        if may_change(acting_user(request), post):
            keep_posted(self, request, post)

    def save_model(self, request: HttpRequest, obj: Post, form: Any, change: bool) -> None:
        if change and self._breaks_lock(request):
            break_lock(obj, acting_user(request))
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        user, post = acting_user(request), form.instance
        if not change:
            remember_begun(user, post, request.POST.get("draft_tab", ""))
        drop_draft(user, post, request.POST.get("draft_tab", ""), request.POST.get("draft_from", ""))
        note_saved_tab(request, request.POST.get("draft_tab", ""))
        if "_save" in request.POST:  # «save and close»
            release_lock(post, user)

    def delete_model(self, request: HttpRequest, obj: Post) -> None:
        """Refuse to trash a version other than the one that the confirmation page asked about."""
        token = request.POST.get("version", "")
        try:
            is_current = not token or read_version(obj, token) == obj.version
        except ValueError:
            raise PermissionDenied from None
        if not is_current:
            raise EditConflictError(obj.pk, obj.version)
        super().delete_model(request, obj)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        form, post = context["adminform"].form, context["original"]
        status = None
        if post is None:
            context["continued"] = self._list_begun(request)
        else:
            context["company"] = describe_company(request, post)
            context |= self._offer_draft(request, form, post)
            status = self._show_refusal(form, post, context)
        facts = {
            "tabs": context.pop("known_tabs", {}),
            "is_restored": "restored" in context,
            "is_filled": form.is_bound,
        }
        context["editing"] = {**editing_facts(request, post), **facts, "company": context.get("company")}
        context["has_file_field"] = True  # multipart makes Chinese text a third as long
        response = super().render_change_form(request, context, *args, **kwargs)
        response.status_code = status or response.status_code
        return response

    def _offer_draft(self, request: HttpRequest, form: Any, post: Post) -> dict[str, Any]:
        """Return the context that offers this user's unsaved text; with `?draft=1`, put it into the form."""
        draft = Draft.objects.filter(user=acting_user(request), post=post).first()
        if draft is None or request.method == "POST" or not may_change(acting_user(request), post):
            return {}
        kept = read_draft(draft)
        known = {each.tab: each.number for each in (kept.newest, *kept.others)}
        if "draft" in request.GET:
            typed = find_text(draft, request.GET.get("tab", ""))
            fill_from_draft(form, typed)
            return {
                "restored": typed,
                "restored_clock": clock(typed.saved_at),
                "is_restored_old": typed.base_version != post.version,
                "known_tabs": known,
            }
        offers = [
            (each, clock(each.saved_at), each.base_version != post.version) for each in (kept.newest, *kept.others)
        ]
        return {"draft_offers": offers, "known_tabs": known}

    def _list_begun(self, request: HttpRequest) -> list[tuple[Draft, str]]:
        """Return the posts that this user has begun and never saved, with the time of their last text."""
        rows = Draft.objects.filter(
            user=acting_user(request),
            post__owner=acting_user(request),
            post__version=1,
            post__status=Post.Status.DRAFT,
            post__trashed_at__isnull=True,
            post__revisions__isnull=True,
        )
        return [(row, clock(row.saved_at)) for row in rows.select_related("post").defer("post__body")[:CONTINUED_COUNT]]

    def _show_refusal(self, form: Any, post: Post, context: Any) -> int | None:
        if form.is_locked:
            context["refused_lock"] = form.lock
            return 423
        if not form.conflict:
            return None
        stored = Post.objects.get(pk=post.pk)
        snapshot, mine = take_snapshot(stored), read_mine(form, form.cleaned_data)
        found = compare_form(form, find_base(stored, form.expected_version), snapshot, mine)
        context["differences"] = describe(form, found, snapshot, mine)
        stored_form = type(form)(instance=stored)
        form.data = take_theirs(
            form.data, [FIELDS[name].form for name, who in found.items() if who == "theirs"], stored_form
        )
        context |= {"theirs": stored.revisions.select_related("user").first(), "stored": stored}
        context |= {"theirs_version": sign_version(stored)}
        return 409
