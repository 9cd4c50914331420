"""Extra context for the post form's template: errors with links to their fields, buttons, data for scripts."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django.contrib.admin.helpers import InlineAdminFormSet
from django.forms import BaseForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import get_default_timezone_name, localdate, localtime

from news.admin.fields import zone_name
from news.admin.posts.acts import FormAct
from news.admin.posts.address import address_start, follows_title
from news.admin.posts.form_messages import FORM_WORDS
from news.admin.posts.translations import translation_context
from news.admin.requests import acting_user
from news.models import Post
from news.models.post import EXCERPT_CHARS
from news.models.states import PostState
from news.publishing.checks.placing import SUMMARY_CHINESE, SUMMARY_OTHER
from news.rendering.meta import post_path
from news.text.sentences import Label

PRIMARY_ACTS = ("_publish", "_submit")


class FormError(NamedTuple):
    """`anchor` is the id of the field's control and `name` the field's name; errors of the whole form have neither."""

    anchor: str
    name: str
    label: Label
    text: str


def form_context(request: HttpRequest, post: Post | None, context: dict[str, Any]) -> dict[str, object]:
    form = context["adminform"].form
    if "author_list" in form.fields:
        form.fields["author_list"].widget.may_add = acting_user(request).has_perm("news.add_author")
    return {
        "errors": None,  # hides Django's line above the form; our summary says where each error is
        "error_summary": list(find_errors(form, context["inline_admin_formsets"])),
        "saved_at": _last_saved(post),
        "form_data": form_data(request, post),
        "zone_name": zone_name(),
        "is_live": post is not None and post.state in (PostState.PUBLISHED, PostState.SCHEDULED),
        **divide_acts(context["acts"]),
        **translation_context(acting_user(request), post),
    }


def find_errors(form: BaseForm, formsets: Iterable[InlineAdminFormSet]) -> Iterator[FormError]:
    """Yield the errors of the form, then of its corrections. A version conflict is shown elsewhere and left out."""
    for error in form.non_field_errors().as_data():
        if error.code != "conflict":
            yield from (FormError("", "", "", text) for text in error.messages)
    yield from _errors_of_fields(form)
    for formset in formsets:
        yield from (FormError("", "", "", str(text)) for text in formset.formset.non_form_errors())
        for each in formset.formset.forms:
            yield from _errors_of_fields(each)


def _errors_of_fields(form: BaseForm) -> Iterator[FormError]:
    for name, texts in form.errors.items():
        if name in form.fields:
            field = form[name]
            yield from (FormError(field.id_for_label, field.html_name, field.label, str(text)) for text in texts)


def divide_acts(acts: list[FormAct]) -> dict[str, object]:
    """Return the next step, which the bar shows, and the other acts, which its menu shows."""
    primary = next((act for name in PRIMARY_ACTS for act in acts if act.name == name), None)
    return {"primary_act": primary, "other_acts": [act for act in acts if act is not primary and not act.needs_note]}


def form_data(request: HttpRequest, post: Post | None) -> dict[str, object]:
    """Return the data for static/news-admin/post-form.js. The words stay lazy until they are serialized."""
    is_locked = post is not None and post.was_public()
    day = post.path_on if post and is_locked else None
    language = post.language if post else ""
    return {
        "post": post.pk if post else None,
        "slugUrl": reverse("admin:news_post_slug"),
        "prefix": request.build_absolute_uri(address_start(day, language)),
        "fixedDay": day,
        "followsTitle": post is None or follows_title(post),
        "isLocked": is_locked,
        "publicUrl": _public_url(request, post),
        "zone": get_default_timezone_name(),
        "zoneName": zone_name(),
        "language": (post or Post()).language,  # for users whose form has no language field
        "limits": {
            "summaryChinese": SUMMARY_CHINESE,
            "summaryOther": SUMMARY_OTHER,
            "excerpt": EXCERPT_CHARS,
        },
        "words": FORM_WORDS,
    }


def _public_url(request: HttpRequest, post: Post | None) -> str:
    """Return "" unless the post is public and has a slug; in a form shown again it may be emptied until a save."""
    return request.build_absolute_uri(post_path(post)) if post and post.slug and post.is_public() else ""


def _last_saved(post: Post | None) -> str:
    """Return the time of the last save, with the date unless it is today; "" for a new post."""
    if post is None:
        return ""
    moment = localtime(post.revisions.values_list("created_at", flat=True).first() or post.updated_at)
    time = date_format(moment, "H:i")
    return time if moment.date() == localdate() else f"{date_format(moment, 'SHORT_DATE_FORMAT')} {time}"
