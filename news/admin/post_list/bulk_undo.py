"""Keeps what the last round over many posts did with the session, for ten minutes, so that it can be taken back."""

import time
from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest

from news.admin.requests import acting_user
from news.models import Post
from news.publishing.posts.bulk import Done, Round, act_on_each, take_back

KEY = "bulk_undo"
LASTS_S = 600


def remember_round(request: HttpRequest, name: str, label: str, done: Iterable[Done]) -> None:
    """`name` is that of the act: who takes it back must still be allowed to do it."""
    request.session[KEY] = {
        "at": time.time(),
        "act": name,
        "label": label,
        "versions": [[each.post_id, each.version] for each in done],
    }


def last_round(request: HttpRequest) -> dict[str, Any] | None:
    """With label, count and minutes left, as long as it can be taken back."""
    kept = request.session.get(KEY)
    left_s = kept["at"] + LASTS_S - time.time() if kept else 0
    if not kept or left_s <= 0:
        return None
    return {**kept, "count": len(kept["versions"]), "minutes": int(left_s // 60) + 1}


def take_back_round(request: HttpRequest) -> Round | None:
    """Posts that were edited since are left and named. None when there is nothing to take back, or no longer."""
    kept = last_round(request)
    request.session.pop(KEY, None)
    if kept is None:
        return None
    user = acting_user(request)
    return act_on_each(dict(kept["versions"]), Post.objects.visible_to(user), user, take_back)
