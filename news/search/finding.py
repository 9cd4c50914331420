"""Find posts: restrict posts that the caller may show to those matching a query, and order them."""

from typing import Any

from django.db.models import BooleanField, Case, Count, F, Func, IntegerField, Value, When, Window
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan
from django.utils.functional import cached_property

from news.models import Post, PostQuerySet, SearchEntry
from news.search.backends import find_backend
from news.search.query import SearchQuery, Wanted

RANKED = 1_000  # newest matches that are ranked; the others follow by date
SPARE = 100  # more read with them, so that the page across the border needs no extra query
WEIGHTS = {"title": 10, "pinyin": 6, "summary": 4}  # by the best column a term is in; 0 for the body alone
RELEVANCE, DATE = "relevance", "date"


class InIndex(Func):
    """SQL condition that the index matches the post. `query` must have terms."""

    def __init__(self, query: SearchQuery) -> None:
        super().__init__(F("pk"), output_field=BooleanField())
        self.query = query

    def as_sql(self, compiler: Any, connection: Any, *_args: Any, **_context: Any) -> Any:
        own, parameters = compiler.compile(self.source_expressions[0])
        select, more = find_backend(connection).select_ids(self.query)
        return f"{own} IN ({select})", [*parameters, *more]


def matching(posts: PostQuerySet, query: SearchQuery) -> PostQuerySet:
    """Filter the posts to those a query finds, none for an empty query. May be filtered and ordered further."""
    return posts.filter(InIndex(query)) if query else posts.none()


class Hits:
    """Found posts in order, for a Paginator; nothing is read until needed.

    Relevance is by where the terms occur, title before summary before body, then by date: the same on every
    database. Only the newest 1,000 matches are ranked, the others follow by date. The index is queried once.
    """

    def __init__(self, posts: PostQuerySet, query: SearchQuery, sort: str = RELEVANCE) -> None:
        self.posts = posts
        self.query = query
        self.sort = sort

    def count(self) -> int:
        return self._newest[1]

    def __getitem__(self, part: slice) -> list[Post]:
        """Read a slice. Slices have no gaps or repeats as long as nothing is published in between."""
        start, stop = part.start or 0, self.count() if part.stop is None else part.stop
        first = self.ids[start:stop] if start < RANKED else self._newest[0][start:stop]
        return self._read(first + self._older_ids(max(start, RANKED + SPARE), min(stop, self.count())))

    def near(self, count: int) -> list[Post]:
        """Return the best hits with at least half of the terms in their titles, for suggestions."""
        enough = max(1, WEIGHTS["pinyin"] * len(self.query.terms) // 2)
        ids = [pk for pk in self.ids[:count] if self._scores.get(pk, 0) >= enough]
        return self._read(ids)

    @cached_property
    def ids(self) -> list[int]:
        """The ids of the newest matches in order: the ranked ones, then the spare ones."""
        newest = self._newest[0]
        if self.sort == DATE:
            return newest
        return sorted(newest[:RANKED], key=lambda pk: -self._scores.get(pk, 0)) + newest[RANKED:]

    @cached_property
    def _scores(self) -> dict[int, int]:
        entries = SearchEntry.objects.filter(pk__in=self._newest[0][:RANKED]).annotate(score=score(self.query))
        return dict(entries.values_list("pk", "score"))

    @cached_property
    def _newest(self) -> tuple[list[int], int]:
        """The ids of the newest matches, and the number of all matches. One query."""
        if not self.query:
            return [], 0
        found = matching(self.posts, self.query).select_related(None).prefetch_related(None)
        counted: Any = found.annotate(total=Window(Count("*"))).newest_first()
        rows = list(counted.values_list("pk", "total")[: RANKED + SPARE])
        return [pk for pk, _total in rows], rows[0][1] if rows else 0

    def _read(self, ids: list[int]) -> list[Post]:
        by_id = {post.pk: post for post in self.posts.filter(pk__in=ids)} if ids else {}
        return [by_id[pk] for pk in ids if pk in by_id]

    def _older_ids(self, start: int, stop: int) -> list[int]:
        if start >= stop:
            return []
        return list(matching(self.posts, self.query).newest_first().values_list("pk", flat=True)[start:stop])


def search_posts(posts: PostQuerySet, query: SearchQuery, *, sort: str = RELEVANCE) -> Hits:
    """Search among `posts`: pass `published()` for readers. `sort` is "relevance" or "date".

    A query that finds nothing as written is tried as pinyin: syllables and initials of any length.
    """
    hits = Hits(posts, query, sort)
    if query.may_be_spelled and not hits.count():
        return Hits(posts, query.as_spelled(), sort)
    return hits


def score(query: SearchQuery) -> Any:
    """Return an expression on entries that sums, over the terms, the weight of the best column each is in."""
    total: Any = Value(0)
    for ways in query.alternatives():
        total = total + Case(*_places(ways), default=Value(0), output_field=IntegerField())
    return total


def _places(ways: list[Wanted]) -> list[When]:
    written, spelled = ways[0], ways[1:]
    places = [("title", written), *(("pinyin", wanted) for wanted in spelled), ("summary", written)]
    return [
        When(GreaterThan(StrIndex(F(column), Value(wanted.pattern)), 0), then=Value(WEIGHTS[column]))
        for column, wanted in places
    ]
