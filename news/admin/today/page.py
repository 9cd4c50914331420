"""Assembles Today: at most 15 queries, for any user and any amount of data."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.utils.timesince import timesince

from news.admin.log.messages import tell
from news.admin.requests import acting_user
from news.admin.today.first_steps import find_first_steps
from news.admin.today.machines import find_machines, sees_machines
from news.admin.today.sentence import due_url, failed_imports_url, make_clauses, posts_url
from news.admin.today.traffic import find_traffic
from news.admin.today.troubles import find_troubles
from news.admin.today.work import day_begins, find_work
from news.models import Activity, User

ACTIVITY_COUNT = 10


def today_context(request: HttpRequest) -> dict[str, object]:
    user = acting_user(request)
    may_write, may_read = user.has_perm("news.add_post"), user.has_perm("news.view_post")
    work = find_work(user)
    machines = find_machines(user) if sees_machines(user) else None
    return {
        "today": day_begins(),
        "may_read": may_read,
        "may_write": may_write,
        "may_review": user.has_perm("news.publish_post"),
        "may_upload": user.has_perm("news.add_image"),
        "clauses": make_clauses(user, work, machines),
        "work": work,
        "troubles": find_troubles(user),
        "machines": machines,
        "traffic": find_traffic(user),
        "steps": find_first_steps(user),
        "activities": list(_describe(user)),
        "links": _links(),
    }


def _links() -> dict[str, str]:
    return {
        "mine": posts_url(state="mine"),
        "review": posts_url(state="in_review"),
        "today": due_url(),
        "tomorrow": due_url(1),
        "problems": posts_url(state="problems"),
        "without_summary": posts_url(state="published", missing="summary"),
        "without_category": posts_url(state="published", missing="category"),
        "failed_imports": failed_imports_url(),
    }


def _describe(user: User) -> Iterator[dict[str, object]]:
    """Describe everyone's activity for users who may read the log, otherwise only the user's own."""
    rows = Activity.objects.all() if user.has_perm("news.view_activity") else Activity.objects.filter(user=user)
    for told in tell(rows.select_related("user")[:ACTIVITY_COUNT]):
        yield {"sentence": told.sentence, "at": told.row.at, "ago": timesince(told.row.at, depth=1)}
