"""The history of a post: the list of its revisions, and the latest ones beside its form."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models.fields.json import KeyTextTransform
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from news.admin.history.scheduled_changes import change_context
from news.admin.log.messages import describe_reason, is_note_told
from news.admin.posts.rights import find_post
from news.admin.requests import acting_user, page_context, read_id
from news.models import Post, Revision
from news.models.states import PostState
from news.publishing.log.log_changes import count_characters
from news.publishing.posts.access import may_change
from news.publishing.versions.as_of import STATE_KEYS, read_then, state_at, then

PAGE_SIZE = 20
BESIDE_FORM = 5


@dataclass(frozen=True, slots=True)
class RevisionRow:
    """`size` and `growth` count characters that readers see; `growth` is None for the first revision that is kept."""

    revision: Revision
    reason: str
    note: str
    state: PostState
    size: int
    growth: int | None
    previous: int | None


def read_rows(post: Post, first: int, count: int) -> list[RevisionRow]:
    """Return up to `count` revisions, newest first. One query, in which the database leaves out all but the texts."""
    rows = post.revisions.select_related("user").defer("snapshot").order_by("-version")
    found: list[Any] = list(
        rows.annotate(text=KeyTextTransform("body", "snapshot"), **then(*STATE_KEYS))[first : first + count + 1]
    )
    sizes = [count_characters(row.text or "") for row in found]
    return [_row(row, found[at + 1 : at + 2], sizes[at : at + 2]) for at, row in enumerate(found[:count])]


def _row(row: Any, previous: list[Any], sizes: list[int]) -> RevisionRow:
    values = read_then(STATE_KEYS, [getattr(row, f"{name}_then") for name in STATE_KEYS])
    growth = sizes[0] - sizes[1] if previous else None
    note = "" if is_note_told(row.reason) else row.note
    before = previous[0].version if previous else None
    reason = describe_reason(row.reason, row.note)
    return RevisionRow(row, reason, note, state_at(values, row.created_at), sizes[0], growth, before)


class PostHistory:
    """A mixin for the admin of posts."""

    def history_view(
        self: Any, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        post = find_post(request, read_id(object_id))
        pages = Paginator(range(post.revisions.count()), PAGE_SIZE)
        page = pages.get_page(request.GET.get("page"))
        context = {
            **page_context(request, _("History: %(name)s") % {"name": post}, self.model),
            "post": post,
            "page": page,
            "rows": read_rows(post, max(page.start_index() - 1, 0), PAGE_SIZE),
            "latest": post.revisions.values_list("version", flat=True).first(),
            "may_change": may_change(acting_user(request), post),
            **change_context(request, post),
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/news/post/history.html", context)

    def render_change_form(self: Any, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        post = context.get("original")
        if post is not None:
            context |= {"last_revisions": read_rows(post, 0, BESIDE_FORM), **change_context(request, post)}
        return super().render_change_form(request, context, *args, **kwargs)  # type: ignore[misc]  # a mixin
