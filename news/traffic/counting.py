"""Judge one reading and add it to the buffer. Uses memory and the cache, never the database."""

from django.utils import timezone

from news.traffic import buffer
from news.traffic.bots import is_bot
from news.traffic.visits import Visit, is_new_reading, site_day


def count_view(post_id: int, visit: Visit) -> None:
    """Count a view. Only the later write checks that the post is public, so this reveals nothing to the client."""
    if is_bot(visit.user_agent) or visit.purpose:
        return
    if is_new_reading(post_id, visit):
        buffer.BUFFER.add(post_id, site_day(timezone.now()))
