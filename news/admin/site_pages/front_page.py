"""The front page desk: the home page's slots in order, the posts that fill empty ones, and a preview."""

import datetime as dt
from typing import Any, NamedTuple

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from news.admin.frame.headers import mark_as_preview
from news.admin.requests import acting_user, page_context, read_id
from news.models import Post, Slot
from news.publishing.errors import FrontPageConflictError
from news.publishing.site.front_page import Placement, arrange_front_page, sign_arrangement
from news.rendering.home import SECONDARY_COUNT, fill_front, read_pool, read_slots
from news.rendering.preview import render_home_preview
from news.search.finding import InIndex
from news.search.query import SearchQuery

PLACES = ((Slot.Place.LEAD, 0), *((Slot.Place.SECONDARY, at) for at in range(SECONDARY_COUNT)))
MAX_FOUND = 12
MOMENT = "%Y-%m-%dT%H:%M"


class SlotRow(NamedTuple):
    """A place on the page: its form, the post assigned to it, and the post that readers see there now."""

    label: str
    form: "PlaceForm"
    post: Post | None
    shown: Post | None


class PlaceForm(forms.Form):
    """The form of one place. Without a post, the place is filled automatically, whatever times are entered."""

    post = forms.ModelChoiceField(queryset=Post.objects.none(), required=False, widget=forms.HiddenInput)
    starts_at = forms.DateTimeField(label=gettext_lazy("from"), required=False, input_formats=[MOMENT])
    expires_at = forms.DateTimeField(label=gettext_lazy("until"), required=False, input_formats=[MOMENT])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["post"].queryset = Post.objects.not_trashed().defer("body")  # type: ignore[attr-defined]
        for name in ("starts_at", "expires_at"):
            self.fields[name].widget = forms.DateTimeInput({"type": "datetime-local"}, format=MOMENT)

    def clean(self) -> dict[str, object]:
        values = super().clean() or self.cleaned_data
        ends = values.get("expires_at")
        if values.get("post") and ends and ends <= (values.get("starts_at") or timezone.now()):
            self.add_error("expires_at", _("The slot must end after it starts."))
        return values


@require_http_methods(["GET", "HEAD", "POST"])
def front_page_view(request: HttpRequest) -> HttpResponse:
    """GET shows the slots of `?language=` and the posts found by `?q=`; POST saves all slots at once."""
    _refuse_without_right(request)
    language = _language(request)
    forms_ = _read_forms(request, language)
    if "save" in request.POST:
        is_saved = _are_valid(forms_) and _save(request, language, forms_)
        if is_saved:
            return HttpResponseRedirect(f"{reverse('admin:front_page')}?language={language}")
    rows = _make_rows(language, forms_)
    context = {
        **page_context(request, _("Front page"), Slot),
        "language": language,
        "languages": settings.LANGUAGES,
        "rows": rows,
        "seen": request.POST.get("seen") or sign_arrangement(language),
        "query": _words(request),
        "places": [(at, row.label) for at, row in enumerate(rows)],
        "found": _find_posts(request, language, {row.post.pk for row in rows if row.post}),
    }
    return TemplateResponse(request, "admin/front_page.html", context)


@require_POST
def front_page_preview_view(request: HttpRequest) -> HttpResponse:
    """Render the home page as the submitted places would make it."""
    _refuse_without_right(request)
    language = _language(request)
    slots = [_as_slot(language, each) for each in _read_placements(_read_forms(request, language))]
    now = timezone.now()
    holding = [slot for slot in slots if slot.starts_at <= now and (slot.expires_at is None or slot.expires_at > now)]
    public = Post.objects.published().select_related("header_image", "source").defer("body")
    posts = public.in_bulk([slot.post_id for slot in holding])
    for slot in holding:
        slot.post = posts.get(slot.post_id)  # type: ignore[assignment]
    shown = [slot for slot in holding if slot.post_id in posts]
    return mark_as_preview(HttpResponse(render_home_preview(language, shown, request.build_absolute_uri("/"))))


def _refuse_without_right(request: HttpRequest) -> None:
    if not acting_user(request).has_perm("news.change_slot"):
        raise PermissionDenied


def _language(request: HttpRequest) -> str:
    code = request.POST.get("language") or request.GET.get("language", "")
    return code if code in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def _read_forms(request: HttpRequest, language: str) -> list[PlaceForm]:
    if request.method == "POST":
        values = rearrange(request.POST)
        return [PlaceForm(values, prefix=_prefix(at)) for at in range(len(PLACES))]
    stored = {(slot.place, slot.position): slot for slot in Slot.objects.filter(language=language)}
    return [PlaceForm(initial=_initial(stored.get(place)), prefix=_prefix(at)) for at, place in enumerate(PLACES)]


def rearrange(sent: QueryDict) -> QueryDict:
    """Apply the pressed button to the submitted places, for browsers without scripts: `put` a post, `up`, `down`,
    `remove`. Saves nothing."""
    values = sent.copy()
    if pk := read_id(sent.get("put", "")):
        values[f"{_prefix(_place(sent, f'into-{pk}'))}-post"] = str(pk)
    for name, step in (("up", -1), ("down", 1)):
        if name in sent:
            _swap(values, _place(sent, name), _place(sent, name) + step)
    if "remove" in sent:
        for field in PlaceForm.base_fields:
            values[f"{_prefix(_place(sent, 'remove'))}-{field}"] = ""
    return values


def _place(sent: QueryDict, name: str) -> int:
    """Return the number of the place given in field `name`; 0, the first place, if it is missing or unknown."""
    text = str(sent.get(name, ""))
    known = [str(at) for at in range(len(PLACES))]
    return known.index(text) if text in known else 0


def _swap(values: QueryDict, one: int, other: int) -> None:
    if not 0 <= other < len(PLACES):
        return
    for field in PlaceForm.base_fields:
        first, second = f"{_prefix(one)}-{field}", f"{_prefix(other)}-{field}"
        values[first], values[second] = values.get(second, ""), values.get(first, "")


def _prefix(at: int) -> str:
    return f"place-{at}"


def _initial(slot: Slot | None) -> dict[str, object]:
    return {"post": slot.post_id, "starts_at": slot.starts_at, "expires_at": slot.expires_at} if slot else {}


def _are_valid(forms_: list[PlaceForm]) -> bool:
    """Tell whether each place is valid and no post is in two of them."""
    if any([not form.is_valid() for form in forms_]):  # noqa: C419  (a list, so that every form reports its errors)
        return False
    seen: set[int] = set()
    for form in forms_:
        post = form.cleaned_data["post"]
        if post and post.pk in seen:
            form.add_error("post", _("This post stands in another slot already."))
            return False
        if post:
            seen.add(post.pk)
    return True


def _read_placements(forms_: list[PlaceForm]) -> list[Placement]:
    """Return the places that are filled and valid."""
    return [
        Placement(place, position, form.cleaned_data["post"].pk, *_times(form))
        for (place, position), form in zip(PLACES, forms_, strict=True)
        if form.is_valid() and form.cleaned_data["post"]
    ]


def _times(form: PlaceForm) -> tuple[dt.datetime | None, dt.datetime | None]:
    return form.cleaned_data["starts_at"], form.cleaned_data["expires_at"]


def _as_slot(language: str, placement: Placement) -> Slot:
    return Slot(
        language=language,
        place=placement.place,
        position=placement.position,
        post_id=placement.post_id,
        starts_at=placement.starts_at or timezone.now(),
        expires_at=placement.expires_at,
    )


def _save(request: HttpRequest, language: str, forms_: list[PlaceForm]) -> bool:
    try:
        arrange_front_page(
            language, PLACES, _read_placements(forms_), acting_user(request), request.POST.get("seen", "")
        )
    except FrontPageConflictError:
        text = _(
            "Someone has changed the front page in the meantime. Yours is below, not saved: open the page "
            "again to see theirs."
        )
        messages.error(request, text)
        return False
    messages.success(request, _("The front page is saved."))
    return True


def _make_rows(language: str, forms_: list[PlaceForm]) -> list[SlotRow]:
    """Build the rows, including what readers see now in each place. Three queries."""
    numbers = [read_id(str(form["post"].value() or "")) for form in forms_]
    chosen = Post.objects.not_trashed().defer("body").in_bulk(list(filter(None, numbers)))
    front = fill_front(read_slots(language), read_pool(language), language)
    shown = [front.lead, *front.secondary, *[None] * len(PLACES)]
    labels = [_("Lead story"), *(_("Beside the lead, %(place)d") % {"place": at + 1} for at in range(SECONDARY_COUNT))]
    return [
        SlotRow(label, form, chosen.get(number), post)
        for label, form, number, post in zip(labels, forms_, numbers, shown, strict=False)
    ]


def _words(request: HttpRequest) -> str:
    return (request.POST.get("q") or request.GET.get("q", "")).replace("\0", "")


def _find_posts(request: HttpRequest, language: str, taken: set[int]) -> list[Post]:
    """Find posts to choose from: by the search words, or else the newest in the language. Includes scheduled posts."""
    posts = Post.objects.not_trashed().filter(status=Post.Status.APPROVED).exclude(pk__in=taken).defer("body")
    query = SearchQuery.parse(_words(request))
    posts = posts.filter(InIndex(query)) if query else posts.filter(language=language)
    return list(posts.select_related("header_image").newest_first()[:MAX_FOUND])
