"""Views that keep what is typed into a post's form before it is saved, for the form's script and its buttons."""

import re
import time
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import ModelChoiceField, MultiWidget
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from news.admin.editing.conflicts import compare_form, describe, read_mine
from news.admin.editing.messages import addresses_of
from news.admin.editing.presence import describe_company, name_of
from news.admin.list_widgets import ListWidget
from news.admin.posts.rights import find_post
from news.admin.posts.versions import read_version, sign_version
from news.admin.requests import acting_user, page_context
from news.models import Draft, Post
from news.publishing.posts.access import may_change, may_see
from news.publishing.posts.drafts import (
    DraftTooLargeError,
    FormFields,
    FormText,
    begin_post,
    discard_draft,
    drop_draft,
    find_begun,
    find_text,
    keep_draft,
)
from news.publishing.versions.fields import FORM_FIELDS, TYPED_FIELDS
from news.publishing.versions.snapshots import take_snapshot
from news.text.cleaning import clean_html

FORMSET_FIELD = re.compile(r"corrections-(?:[A-Z_]+_FORMS|\d{1,3}-\w{1,20})\Z")
TAB = re.compile(r"[\w-]{1,64}\Z")
NUMBER = re.compile(r"[0-9]{1,15}\Z")
MAX_VALUES = 500


def autosave_view(admin: Any, request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what is typed. If the post has changed since, the text is kept separately and the answer says so."""
    post = find_post(request, pk, may_see)
    typed = read_typed(admin, request, post)
    is_closed = not may_change(acting_user(request), post)
    if is_closed and typed.base_version == post.version:
        raise PermissionDenied
    if typed.base_version != post.version and not is_closed and _says_what_is_stored(admin, request, post):
        drop_draft(acting_user(request), post, typed.tab, typed.restored_from)
        return _answer(request, post, is_stored=True)
    try:
        kept = keep_draft(acting_user(request), post, typed)
    except DraftTooLargeError as error:
        return _refuse_size(error)
    if kept.is_late:
        return JsonResponse({"is_late": True, "number": kept.newest.number})
    moved = _tell_moved(post) if typed.base_version != post.version else None
    return _answer(request, post, moved=moved, is_closed=is_closed, has_other_tab=bool(kept.others))


def begin_view(admin: Any, request: HttpRequest) -> HttpResponse:
    """Begin a post with the first text typed into a form for a new one."""
    user = acting_user(request)
    if not admin.has_add_permission(request):
        raise PermissionDenied
    typed = read_typed(admin, request, None)
    if not any("".join(typed.fields.get(name, [])).strip() for name in TYPED_FIELDS):
        return JsonResponse({"is_empty": True})
    language = request.POST.get("language", "")
    known = language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    try:
        post = begin_post(user, typed, request.POST.get("title", ""), known)
    except DraftTooLargeError as error:
        return _refuse_size(error)
    return _answer(request, post, is_begun=True)


def read_typed(admin: Any, request: HttpRequest, post: Post | None) -> FormText:
    """Raises: PermissionDenied when our forms could not have sent the request."""
    tab, number = request.POST.get("draft_tab", ""), request.POST.get("draft_number", "")
    if not TAB.match(tab) or not NUMBER.match(number):
        raise PermissionDenied
    try:
        version = read_version(post, request.POST.get("version", "")) if post else 1
    except ValueError:
        raise PermissionDenied from None
    fields = pick_fields(admin, request, post)
    return FormText(fields, version, tab, int(number), request.POST.get("draft_from", "")[:64])


def pick_fields(admin: Any, request: HttpRequest, post: Post | None) -> FormFields:
    """Return the submitted values that belong to the form's own fields."""
    known = set(_sent_names(_form_class(admin, request, post).base_fields))
    data = request.POST
    return {name: data.getlist(name)[:MAX_VALUES] for name in data if name in known or FORMSET_FIELD.match(name)}


def _form_class(admin: Any, request: HttpRequest, post: Post | None) -> Any:
    """Return the post's form class; if the user may no longer change it, that of a new post, which has all fields."""
    is_open = post is not None and may_change(acting_user(request), post)
    return admin.get_form(request, post if is_open else None, change=is_open)


def _sent_names(fields: Any) -> Any:
    for name, field in fields.items():
        yield name
        if isinstance(field.widget, MultiWidget):
            yield from (f"{name}_{at}" for at in range(len(field.widget.widgets)))


def keep_posted(admin: Any, request: HttpRequest, post: Post) -> None:
    """Keep the text of a refused save as if autosaved. Call it outside the transaction that was rolled back."""
    try:
        version = read_version(post, request.POST.get("version", ""))
    except ValueError:
        version = post.version
    tab = request.POST.get("draft_tab", "")
    typed = FormText(
        pick_fields(admin, request, post), version, tab if TAB.match(tab) else "form", _next_number(request)
    )
    try:
        keep_draft(acting_user(request), post, typed)
    except DraftTooLargeError:
        return  # the page that is shown has the text


def _next_number(request: HttpRequest) -> int:
    number = request.POST.get("draft_number", "")
    return int(number) + 1 if NUMBER.match(number) else int(time.time() * 1000)


def find_begun_by_form(request: HttpRequest) -> Post | None:
    """Return the post that this form's script has already begun, when the form itself does not know of it yet."""
    return find_begun(acting_user(request), request.POST.get("draft_tab", ""))


def draft_view(admin: Any, request: HttpRequest, pk: int) -> HttpResponse:
    """Show the unsaved text beside what is stored."""
    post = find_post(request, pk, may_see)
    draft = Draft.objects.filter(user=acting_user(request), post=post).first()
    if draft is None:
        return HttpResponseRedirect(reverse("admin:news_post_change", args=[pk]))
    typed = find_text(draft, request.GET.get("tab", ""))
    form = bind(admin, request, post, typed.fields)
    stored = take_snapshot(post)
    mine = read_mine(form, getattr(form, "cleaned_data", {}))
    context = {
        **page_context(request, _("Unsaved text and the saved version"), admin.model),
        "post": post,
        "typed": typed,
        "is_old": typed.base_version != post.version,
        "may_restore_text": may_change(acting_user(request), post),
        "differences": describe(form, compare_form(form, {}, stored, mine), stored, mine),
    }
    return TemplateResponse(request, "admin/news/post/draft.html", context)


def discard_view(admin: Any, request: HttpRequest, pk: int) -> HttpResponse:
    """Discard the unsaved text after asking. A script whose user has undone every change skips this with `undone`."""
    post = find_post(request, pk, may_see)
    tab = request.POST.get("tab", request.GET.get("tab", ""))
    if request.method == "POST" and "undone" in request.POST:
        drop_draft(acting_user(request), post, tab)
        return _answer(request, post)
    if request.method == "POST":
        is_gone = discard_draft(acting_user(request), post, tab)
        messages.success(request, _("The unsaved text has been discarded."))
        page, args = ("add", []) if is_gone else ("change", [pk])
        return HttpResponseRedirect(reverse(f"admin:news_post_{page}", args=args))
    context = page_context(request, _("Discard the unsaved text?"), admin.model)
    return TemplateResponse(request, "admin/news/post/discard_draft.html", {**context, "post": post, "tab": tab})


def bind(admin: Any, request: HttpRequest, post: Post, fields: FormFields) -> Any:
    """Return the form of a post filled with a draft and validated; it must not be saved."""
    data = QueryDict(mutable=True)
    for name, values in fields.items():
        data.setlist(name, values)
    form = _form_class(admin, request, post)(data, instance=Post.objects.get(pk=post.pk))
    form.is_valid()
    return form


def fill_from_draft(form: Any, typed: FormText) -> None:
    """Show a draft in a newly opened form, with raw values, so that half-typed ones come back too. The version stays
    that of the draft, so that saving over another user's text is a conflict as usual."""
    post = form.instance
    for name, field in form.fields.items():
        form.initial[name] = _raw_value(name, field, typed.fields)
    form.initial["version"] = sign_version(Post(pk=post.pk, version=typed.base_version))


def _raw_value(name: str, field: Any, fields: FormFields) -> Any:
    widget = field.widget
    if isinstance(widget, MultiWidget):
        return [(fields.get(f"{name}_{at}") or [""])[0] for at in range(len(widget.widgets))]
    values = fields.get(name, [])
    if isinstance(widget, ListWidget):
        return [*filter(str.isdecimal, values), *filter(str.strip, fields.get(f"{name}_new", []))]
    if isinstance(field, ModelChoiceField):
        values = [value for value in values if value.isdecimal()]
    if getattr(widget, "allow_multiple_selected", False):
        return values
    text = values[0] if values else ""
    is_html = name in FORM_FIELDS and FORM_FIELDS[name].kind == "html"
    return clean_html(text).html if is_html else text


def _says_what_is_stored(admin: Any, request: HttpRequest, post: Post) -> bool:
    form = bind(admin, request, post, pick_fields(admin, request, post))
    return bool(form.is_repeat)


def _tell_moved(post: Post) -> dict[str, str] | None:
    last = post.revisions.select_related("user").first()
    if last is None:
        return None
    facts = {"who": name_of(last.user) if last.user else _("The system"), "when": clock(last.created_at)}
    text = _("%(who)s saved this post at %(when)s; your text is kept separately and overwrites nothing.") % facts
    return {"text": text, "url": reverse("admin:news_post_draft", args=[post.pk])}


def clock(moment: Any) -> str:
    """Return the local time of day, with the date unless it is today."""
    local = localtime(moment)
    is_today = local.date() == localtime().date()
    return date_format(local, "H:i" if is_today else "Y-m-d H:i")


def _answer(request: HttpRequest, post: Post, **facts: Any) -> JsonResponse:
    now = localtime()
    answer = {
        "id": post.pk,
        "saved_at": now.isoformat(),
        "clock": clock(now),
        "version": post.version,
        "company": describe_company(request, post),
        **facts,
    }
    if facts.get("is_begun") or facts.get("is_stored"):
        answer["token"] = sign_version(post)  # never to a form whose text differs from what is stored
    if facts.get("is_begun"):
        answer |= addresses_of(post)
        answer["url"] = answer["change"]
    return JsonResponse(answer)


def _refuse_size(error: DraftTooLargeError) -> JsonResponse:
    text = _("This text is longer than %(mib)d MiB and is kept only on this computer. Split it into several posts.")
    return JsonResponse({"error": text % {"mib": error.max_bytes >> 20}}, status=413)
