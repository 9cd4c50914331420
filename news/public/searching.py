"""Reads a search from its query string: a closed list of parameters; invalid values are ignored, with a note."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse
from django.utils.timezone import get_default_timezone
from django.utils.translation import gettext as _

from news.models import Category, Post, PostQuerySet
from news.rendering.search_choices import Choice, Choices, read_choices
from news.search.finding import DATE, RELEVANCE
from news.search.query import SearchQuery
from news.text.plain import clean_plain
from news.text.search_tokens import QUERY_MAX_CHARS

KEY_MAX_CHARS = 500
MAX_PAGE = 500
NAMES = ("category", "author", "source")
FIRST_YEAR, LAST_YEAR = 1900, 2200  # years that every database can handle


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """`text` is the query as the reader wrote it, on one line; `notes` say what was ignored."""

    text: str
    query: SearchQuery
    choices: Choices
    sort: str
    category: Choice | None = None
    author: Choice | None = None
    source: Choice | None = None
    first_day: dt.date | None = None
    last_day: dt.date | None = None
    notes: list[str] = field(default_factory=list)

    @property
    def links(self) -> list[Choice]:
        """Pages whose names match the words."""
        return self.choices.links(self.query)

    @property
    def is_narrowed(self) -> bool:
        return any((self.category, self.author, self.source, self.first_day, self.last_day))

    @property
    def address_query(self) -> str:
        """The valid parameters without the page number: «?q=…» or ""."""
        chosen = {"category": self.category, "author": self.author, "source": self.source}
        pairs = {"q": self.text} | {name: choice.key for name, choice in chosen.items() if choice}
        days = {"from": self.first_day, "to": self.last_day}
        pairs |= {name: day.isoformat() for name, day in days.items() if day}
        pairs |= {"sort": self.sort} if self.sort != RELEVANCE else {}
        return f"?{urlencode(pairs)}" if any(pairs.values()) else ""

    @property
    def feed(self) -> str:
        """The path of the RSS feed of this search, without its dates and order; "" if it has no words."""
        followed = replace(self, sort=RELEVANCE, first_day=None, last_day=None)
        return reverse("search_feed") + followed.address_query if self.query else ""

    def narrow(self, posts: PostQuerySet) -> PostQuerySet:
        if self.category:
            posts = posts.in_category(Category(path=self.category.key))
        if self.author:
            posts = posts.filter(bylines__author__slug=self.author.key)
        if self.source:
            posts = posts.filter(source__slug=self.source.key)
        if self.first_day:
            posts = posts.filter(published_at__gte=_midnight(self.first_day))
        if self.last_day:
            posts = posts.filter(published_at__lt=_midnight(self.last_day + dt.timedelta(days=1)))
        return posts


def read_asked(values: Mapping[str, str]) -> SearchRequest:
    """Read a search for the page. At most two database queries: none for the words, one for the choices."""
    text = _read_text(values)
    query, notes = SearchQuery.parse(text), []
    keys = {name: _read_key(values, name) for name in NAMES}
    choices = read_choices(query, text, keys["author"], keys["source"])
    found = {name: choices.find(name, key) if key else None for name, key in keys.items()}
    days = {name: _read_day(values.get(name, "")) for name in ("from", "to")}
    if any(keys[name] and not found[name] for name in keys):
        notes.append(_("A section, author or source in your search has no posts here and was ignored."))
    if any(values.get(name) and not days[name] for name in days):
        notes.append(_("A date could not be read and was ignored."))
    sort = DATE if values.get("sort") == DATE else RELEVANCE
    return SearchRequest(text, query, choices, sort, **found, first_day=days["from"], last_day=days["to"], notes=notes)


def read_followed(values: Mapping[str, str]) -> SearchRequest:
    """Read a search for a feed, without database queries. An unknown name finds nothing, because a feed shows no notes.

    Raises: Http404 if there are no words.
    """
    text = _read_text(values)
    query = SearchQuery.parse(text)
    if not query:
        raise Http404
    keys = {name: _read_key(values, name) for name in NAMES}
    chosen: dict[str, Any] = {name: Choice(name, 0, "", key, 0) for name, key in keys.items() if key}
    return SearchRequest(text, query, Choices([], [], [], []), RELEVANCE, **chosen)


def find_in(asked: SearchRequest) -> PostQuerySet:
    return asked.narrow(Post.objects.published())


def _read_text(values: Mapping[str, str]) -> str:
    return clean_plain(values.get("q", "")[: 4 * QUERY_MAX_CHARS], QUERY_MAX_CHARS)


def _read_key(values: Mapping[str, str], name: str) -> str:
    key = values.get(name, "").strip("/")
    return key if len(key) <= KEY_MAX_CHARS and "\0" not in key else "\ufffd"


def _read_day(text: str) -> dt.date | None:
    """Parse «2024-05-06», as a date field sends it; None for anything else."""
    try:
        day = dt.date.fromisoformat(text) if text.isascii() else None
    except ValueError:
        return None
    return day if day and FIRST_YEAR <= day.year < LAST_YEAR else None


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), get_default_timezone())
