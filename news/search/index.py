"""Write the index, in the transaction that writes the post, and rebuild it. The only code that writes entries."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from news.models import Post, SearchEntry
from news.search.backends import find_backend
from news.search.entries import COLUMNS, TEXT_FIELDS, make_columns

BATCH_SIZE = 200
LOCKED = 10  # posts locked at once, so that writers wait at most two seconds even for the longest texts


@dataclass(slots=True)
class Rebuilt:
    """`written` counts entries that were missing or out of date."""

    posts: int = 0
    written: int = 0
    is_interrupted: bool = False
    was_sound: bool = True


def index_post(post: Post) -> None:
    """Write the entry of a stored post. May be repeated. Deleting a post deletes its entry automatically."""
    write_entries([post])


def write_entries(posts: Iterable[Any], entries: Any = SearchEntry) -> None:
    """Write all entries in one statement. A migration passes its historical model as `entries`."""
    rows = [entries(post_id=post.pk, **make_columns(post)) for post in posts]
    entries._default_manager.bulk_create(
        rows, update_conflicts=True, unique_fields=["post"], update_fields=list(COLUMNS)
    )


def rebuild(
    batch_size: int = BATCH_SIZE, advance: Callable[[], None] = lambda: None, should_stop: Callable[[], bool] = bool
) -> Rebuilt:
    """Bring every entry up to date; posts may be written at the same time, because only a few are locked at once.

    Memory use does not grow with the number of posts. May be repeated, also after an interruption: correct entries
    are left alone.
    """
    rebuilt, last = Rebuilt(), 0
    while not should_stop():
        posts = list(_read_posts(last, batch_size))
        wrong = [post.pk for post, _reason in _find_wrong(posts)]
        for start in range(0, len(wrong), LOCKED):
            _index_again(wrong[start : start + LOCKED])
        if not posts:
            return _derive_if_needed(rebuilt)
        last = posts[-1].pk
        rebuilt.posts += len(posts)
        rebuilt.written += len(wrong)
        for _post in posts:
            advance()
    rebuilt.is_interrupted = True
    return rebuilt


@transaction.atomic
def _index_again(ids: list[int]) -> None:
    """Index the current texts, because the posts may have been written since they were found wrong."""
    write_entries(Post.objects.filter(pk__in=ids).order_by("pk").only(*TEXT_FIELDS).select_for_update())


@dataclass(frozen=True, slots=True)
class IndexDifference:
    """`reason` is "missing" or "stale", or "damaged" with `post_id` None for the index the database derives."""

    post_id: int | None
    reason: str


def check_index(batch_size: int = BATCH_SIZE, advance: Callable[[], None] = lambda: None) -> Iterator[IndexDifference]:
    """Yield what a rebuild would change. Writes nothing."""
    last = 0
    while posts := list(_read_posts(last, batch_size)):
        last = posts[-1].pk
        yield from (IndexDifference(post.pk, reason) for post, reason in _find_wrong(posts))
        for _post in posts:
            advance()
    if not find_backend(connection).is_sound():
        yield IndexDifference(None, "damaged")


def _read_posts(after: int, count: int) -> Any:
    return Post.objects.filter(pk__gt=after).order_by("pk").only(*TEXT_FIELDS)[:count]


def _find_wrong(posts: list[Post]) -> Iterator[tuple[Post, str]]:
    entries = SearchEntry.objects.in_bulk([post.pk for post in posts])
    for post in posts:
        entry = entries.get(post.pk)
        if entry is None:
            yield post, "missing"
        elif {name: getattr(entry, name) for name in COLUMNS} != make_columns(post):
            yield post, "stale"


def _derive_if_needed(rebuilt: Rebuilt) -> Rebuilt:
    backend = find_backend(connection)
    rebuilt.was_sound = backend.is_sound()
    if not rebuilt.was_sound:
        backend.derive_again()
    return rebuilt
