"""Report the outcome of an act on many posts: how many were done, and which were skipped and why, with links."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from news.admin.post_list.bulk_reasons import explain
from news.publishing.posts.bulk import Round, Skipped
from news.text.sentences import Label

MAX_LINKS = 5


def tell_round(label: Label, outcome: Round) -> SafeString:
    """Return a text like «Publish: 8 done, 2 skipped (no category: A, B)»."""
    done = _("%(label)s: %(count)d done") % {"label": label, "count": len(outcome.done)}
    if not outcome.skipped:
        return format_html("{}", done)
    reasons: dict[str, list[Skipped]] = {}
    for each in outcome.skipped:
        reasons.setdefault(explain(each.cause), []).append(each)
    why = format_html_join("; ", _("{}: {}"), ((reason, _link(posts)) for reason, posts in reasons.items()))
    skipped = _("%(count)d skipped") % {"count": len(outcome.skipped)}
    return format_html(_("{done}, {skipped} ({why})"), done=done, skipped=skipped, why=why)


def _link(posts: Iterable[Skipped]) -> SafeString:
    rows = list(posts)
    links = format_html_join(
        " · ",
        '<a href="{}">{}</a>',
        ((reverse("admin:news_post_change", args=[row.post_id]), row.title) for row in rows[:MAX_LINKS]),
    )
    return format_html("{}…", links) if len(rows) > MAX_LINKS else links
