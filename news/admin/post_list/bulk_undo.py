"""Keep in the session, for ten minutes, what the last act on many posts did, so that it can be undone."""

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
    """Store the round. `name` is that of the act, which a user must still be allowed to do in order to undo it."""
    request.session[KEY] = {
        "at": time.time(),
        "act": name,
        "label": label,
        "versions": [[each.post_id, each.version] for each in done],
    }


def last_round(request: HttpRequest) -> dict[str, Any] | None:
    """Return the last round with its label, count and minutes left; None when it can no longer be undone."""
    kept = request.session.get(KEY)
    left_s = kept["at"] + LASTS_S - time.time() if kept else 0
    if not kept or left_s <= 0:
        return None
    return {**kept, "count": len(kept["versions"]), "minutes": int(left_s // 60) + 1}


def take_back_round(request: HttpRequest) -> Round | None:
    """Undo the last round; posts edited since are skipped and listed. None when there is nothing left to undo."""
    kept = last_round(request)
    request.session.pop(KEY, None)
    if kept is None:
        return None
    user = acting_user(request)
    return act_on_each(dict(kept["versions"]), Post.objects.visible_to(user), user, take_back)
