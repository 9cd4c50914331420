"""The first sentence of Today: how many of each thing there are, each number linking to exactly those rows."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import ngettext

from news.admin.today.machines import Machines
from news.admin.today.work import MINE, RETURNED, REVIEW, TODAY, OpenWork, day_begins
from news.models import User


@dataclass(frozen=True, slots=True)
class Clause:
    text: str
    url: str
    is_bad: bool = False


def make_clauses(user: User, work: OpenWork, machines: Machines | None) -> list[Clause]:
    """Build the clauses; kinds with a count of zero are left out."""
    may_review = user.has_perm("news.publish_post")
    review, due = work.piles.get(REVIEW), work.piles.get(TODAY)
    drafts = sum(work.piles[kind].count for kind in (MINE, RETURNED) if kind in work.piles)
    found = []
    if review:
        found.append(Clause(_say_review(review.count, may_review), posts_url(state="in_review")))
    if due:
        found.append(Clause(_say_due(due.count), due_url()))
    if drafts:
        found.append(Clause(_say_drafts(drafts), posts_url(state="mine")))
    if machines and machines.failed_import_count:
        found.append(Clause(_say_imports(machines.failed_import_count), failed_imports_url(), is_bad=True))
    return found


def posts_url(**query: str) -> str:
    return f"{reverse('admin:news_post_changelist')}?{urlencode(query)}"


def due_url(days: int = 0) -> str:
    day = f"{day_begins(days):%Y-%m-%d}"
    return posts_url(state="scheduled", **{"from": day, "to": day})


def failed_imports_url() -> str:
    return f"{reverse('admin:news_importbatch_changelist')}?trouble=week"


def _say_review(count: int, is_mine_to_do: bool) -> str:
    if is_mine_to_do:
        text = ngettext(
            "%(count)s post is waiting for your review", "%(count)s posts are waiting for your review", count
        )
    else:
        text = ngettext("%(count)s of your posts is in review", "%(count)s of your posts are in review", count)
    return text % {"count": f"{count:,}"}


def _say_due(count: int) -> str:
    text = ngettext("%(count)s post is still due today", "%(count)s posts are still due today", count)
    return text % {"count": f"{count:,}"}


def _say_drafts(count: int) -> str:
    return ngettext("%(count)s draft of yours", "%(count)s drafts of yours", count) % {"count": f"{count:,}"}


def _say_imports(count: int) -> str:
    text = ngettext("%(count)s import with failures", "%(count)s imports with failures", count)
    return text % {"count": f"{count:,}"}
