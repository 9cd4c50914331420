"""Save the form of a live post as a change that takes effect at a chosen time; show and cancel the open one."""

from typing import Any

from django.contrib import admin, messages
from django.forms import Form, SplitDateTimeField
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from news.admin.fields import zone_name
from news.admin.post_list.list import format_moment
from news.admin.posts.rights import find_post
from news.admin.requests import acting_user, page_context, read_id
from news.admin.typed_texts import find_typed_texts
from news.models import Post, ScheduledChange
from news.publishing.posts.access import may_publish
from news.publishing.posts.scheduled_changes import (
    ChangeRefusedError,
    cancel_change,
    describe_change_error,
    schedule_change,
)
from news.publishing.versions.fields import ABOUT_FORM, FIELDS, TEXT_FIELDS
from news.publishing.versions.snapshots import take_snapshot

TIME = "change_at"
DONE, REFUSED, CONFLICT = 201, 400, 409
REFUSALS = {
    "not-live": gettext_lazy("Only a post that readers can see can be changed at a future time. Save it instead."),
    "past": gettext_lazy("Choose a future time."),
    "open": gettext_lazy("A change is already planned. Cancel that one first, then plan this one."),
    "nothing": gettext_lazy("Nothing differs from what readers see now. Change something first."),
}


class ChangeTimeForm(Form):
    change_at = SplitDateTimeField(label=gettext_lazy("time"))


def change_context(request: HttpRequest, post: Post) -> dict[str, Any]:
    """Return the context for showing the open change, or the last one if it failed. One query."""
    rows = list(post.scheduled_changes.select_related("user").defer("snapshot").order_by("-pk")[:3])
    is_planner = may_publish(acting_user(request), post)
    failed = next((row for row in rows[:1] if row.error), None)
    return {
        "open_change": next((row for row in rows if row.done_at is None), None),
        "failed_change": failed,
        "failed_because": describe_change_error(failed.error) if failed else "",
        "may_plan": is_planner and post.is_public(),
        "may_cancel": is_planner,
        "site_zone": zone_name(),
    }


@require_POST
def schedule_change_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Schedule the post form's values for a time, or cancel the change whose id is `cancel_change`. A refusal leaves
    the page as it is (JSON) or shows every text that was typed (HTML)."""
    post = find_post(request, pk, may_publish)
    if "cancel_change" in request.POST:
        return _cancel(request, post)
    form = _read_form(request, post)
    if form.conflict or not form.is_valid():
        return _refuse(request, post, form)
    if unplannable := _find_unplannable(request, post, form):
        said = _("This cannot be part of a planned change: %(fields)s. Save it separately first, or change it back.")
        return _answer(request, post, said % {"fields": ", ".join(unplannable)}, REFUSED, {})
    try:
        change = _plan(request, post, form)
    except ChangeRefusedError as error:
        return _answer(request, post, str(REFUSALS[error.code]), REFUSED, {})
    said = _("Planned: the post changes at %(when)s.") % {"when": format_moment(change.due_at)}
    return _answer(request, post, said, DONE, {})


def _read_form(request: HttpRequest, post: Post) -> Any:
    """Return the form as the admin builds it, on a copy of the post, so that nothing it sets is saved."""
    desk: Any = admin.site.get_model_admin(Post)
    copy = Post.objects.get(pk=post.pk)
    form = desk.get_form(request, copy, change=True)(request.POST, request.FILES, instance=copy)
    form.is_valid()
    return form


def _plan(request: HttpRequest, post: Post, form: Any) -> ScheduledChange:
    time = ChangeTimeForm(request.POST)
    if not time.is_valid():
        raise ChangeRefusedError("past")
    snapshot = make_snapshot(post, form)
    return schedule_change(post, snapshot, time.cleaned_data[TIME], acting_user(request))


def make_snapshot(post: Post, form: Any) -> dict[str, Any]:
    """Return the stored text fields with the form's changes; a field that the form does not change stays as stored."""
    stored = take_snapshot(post)
    typed = take_snapshot(form.instance, _typed_links(form, stored))
    changed = set(form.changed_data)
    return {field.name: (typed if field.form in changed else stored)[field.name] for field in TEXT_FIELDS}


def _typed_links(form: Any, stored: dict[str, Any]) -> dict[str, Any]:
    values = form.cleaned_data
    return {
        "categories": [row.pk for row in values.get("category_list", [])],
        "authors": [row.pk for row in values.get("author_list", [])],
        "tags": list(values.get("tag_list", [])),
        "corrections": stored["corrections"],
    }


def _find_unplannable(request: HttpRequest, post: Post, form: Any) -> list[str]:
    """Return the labels of changes in the form that cannot be scheduled: the state, the place on the front page,
    corrections, and what is saved to the picture instead of the post."""
    own = {field.form for field in TEXT_FIELDS} | ABOUT_FORM
    labels = [str(form.fields[name].label or name) for name in form.changed_data if name not in own]
    return [*labels, *([FIELDS["corrections"].label] if _changes_corrections(request, post) else [])]


def _changes_corrections(request: HttpRequest, post: Post) -> bool:
    known = set(post.corrections.values_list("text", flat=True))
    names = [name for name in request.POST if name.startswith("corrections-")]
    texts = {request.POST[name].strip() for name in names if name.endswith("-text")}
    return bool(texts - known - {""}) or any(name.endswith("-DELETE") for name in names)


def _cancel(request: HttpRequest, post: Post) -> HttpResponse:
    change = post.scheduled_changes.filter(pk=read_id(request.POST.get("cancel_change", ""))).first()
    if change is not None and cancel_change(change, acting_user(request)):
        return _answer(request, post, _("The planned change is cancelled."), 200, {})
    return _answer(request, post, _("That change has already been made or cancelled."), CONFLICT, {})


def _refuse(request: HttpRequest, post: Post, form: Any) -> HttpResponse:
    errors = {name: [str(each) for each in found] for name, found in form.errors.items()}
    status = CONFLICT if form.conflict else REFUSED
    said = _("Someone else saved this post while you were writing.") if form.conflict else _("Not planned yet.")
    return _answer(request, post, said, status, errors)


def _answer(request: HttpRequest, post: Post, said: str, status: int, errors: dict[str, list[str]]) -> HttpResponse:
    is_done = status < REFUSED
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"said": said, "errors": errors}, status=status)
    if is_done or "cancel_change" in request.POST:
        messages.add_message(request, messages.SUCCESS if is_done else messages.WARNING, said)
        return HttpResponseRedirect(reverse("admin:news_post_change", args=[post.pk]))
    return _show_texts(request, post, said, status, errors)


def _show_texts(request: HttpRequest, post: Post, said: str, status: int, errors: Any) -> HttpResponse:
    """Show every text that was typed, to be copied, in a browser without scripts."""
    context = {
        **page_context(request, _("Not planned"), Post),
        "post": post,
        "said": said,
        "problems": [text for found in errors.values() for text in found],
        "typed": find_typed_texts((name, request.POST[name]) for name in request.POST),
    }
    return TemplateResponse(request, "admin/news/post/not_planned.html", context, status=status)
