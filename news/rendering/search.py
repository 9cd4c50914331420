"""The search page: results with highlighted hits, as far as the rights allow, and what to offer instead."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from news.models import Post, PostQuerySet
from news.rendering.list_pages import ListPage
from news.rendering.meta import PageMeta
from news.rendering.paging import latest_posts, without
from news.rendering.rights import shown_parts
from news.rendering.site import PagePlace, Site
from news.rendering.tag_index import hot_tags
from news.search.finding import Hits, matching, search_posts
from news.search.query import SearchQuery
from news.text.highlighting import cut_around, split_marked
from news.text.plain import visible_text
from news.text.search_tokens import Term, path_words

SNIPPET_WIDTH = 120  # letters; a Chinese character is as wide as two
SCANNED_CHARS = 50_000  # of a body's HTML: hits beyond this are found but not quoted
TOPIC_COUNT = 12
SLUGS_LOOKED_AT = 2000
_AFTER_SENTENCE = re.compile("(?<=[。！？；：，、”’」』）…])\n")  # no space after Chinese punctuation


@dataclass(frozen=True, slots=True)
class Result:
    """A result row. `snippet` is "" when only the title may be shown."""

    post: Post
    title: SafeString
    snippet: SafeString


def found_posts(posts: PostQuerySet, query: SearchQuery, sort: str) -> Hits:
    """Search for a Paginator, with everything rows show and the bodies, from which snippets are cut."""
    return search_posts(posts.for_cards().defer(None), query, sort=sort)


def newest_found(posts: PostQuerySet, query: SearchQuery) -> PostQuerySet:
    """Return what `found_posts` finds, for feeds, newest first; `posts` must be public. May query the index at once."""
    is_spelled = query.may_be_spelled and not matching(posts, query).exists()
    return matching(posts, query.as_spelled() if is_spelled else query).newest_first()


def make_results(page: Page[Post], query: SearchQuery) -> list[Result]:
    return [make_result(post, query.terms) for post in page.object_list]


def make_result(post: Post, terms: Iterable[Term]) -> Result:
    return Result(post, mark(post.title, terms), mark(snippet(post, terms), terms))


def snippet(post: Post, terms: Iterable[Term]) -> str:
    """Return the words around the first hit in the body, else the teaser. Never more than the rights allow."""
    parts = shown_parts(post)
    return cut_around(_readable(parts.body), terms, SNIPPET_WIDTH) or parts.teaser


def mark(text: str, terms: Iterable[Term]) -> SafeString:
    """Escape the text and wrap hits in <mark>."""
    pieces = split_marked(text, terms)
    shown = (format_html("<mark>{}</mark>" if piece.is_marked else "{}", piece.text) for piece in pieces)
    return format_html_join("", "{}", ((each,) for each in shown))


def search_list_page(text: str, feed: str) -> ListPage:
    """Describe the search page. `text` is user input and never safe markup; `feed` is "" when `text` is."""
    heading = _("Search results for “%(text)s”") % {"text": text} if text else _("Search")
    return ListPage(heading, feed=feed, is_told_to_hub=False)


def search_context(
    listing: ListPage, query: SearchQuery, page: Page[Post], site: Site, place: PagePlace
) -> dict[str, Any]:
    """Build the context; without hits it offers topics and the latest posts."""
    number = [_("Page %(number)s") % {"number": page.number}] if page.number > 1 else []
    total = page.paginator.count
    meta = PageMeta(
        title=" - ".join([listing.heading, *number, site.name]),
        canonical=place.absolute(place.path),
        description=site.description,
        is_indexed=False,
        feeds=[(f"{listing.heading} - {site.name}", listing.feed)] if listing.feed else [],
    )
    return {
        "meta": meta,
        "listing": listing,
        "page": page,
        "total": total,
        "results": make_results(page, query),
        "topics": [] if total else hot_tags(TOPIC_COUNT),
        "latest": [] if total else latest_posts(place.language),
    }


def _readable(html: str) -> str:
    if len(html) > SCANNED_CHARS:
        html = html[:SCANNED_CHARS].rpartition("<")[0]
    return _AFTER_SENTENCE.sub("", visible_text(html)).replace("\n", " ")


def suggest_posts(text: str, language: str, count: int) -> list[Post]:
    """Return published posts that a missing path may have meant, for cards; [] when none comes close.

    `text` may be the decoded path itself: words of a slug, pinyin or Chinese. Posts with all the words are taken
    first, then those with most of them in the title, then those whose slugs share some. The result lists posts in the
    language first.
    """
    words = path_words(text)
    query = SearchQuery.parse(words).as_spelled()
    found = Hits(Post.objects.published().for_cards(), query)[:count]
    if len(found) < count and len(query.terms) > 1:
        found += without(Hits(Post.objects.published().for_cards(), query.as_any()).near(count), found)
    if len(found) < count:
        found += without(_near_slugs(words, count), found)
    return sorted(found[:count], key=lambda post: post.language != language)


def _near_slugs(words: str, count: int) -> list[Post]:
    """Find newest posts whose slugs have at least half of the words: a slug need not be made from the title."""
    wanted = set(words.lower().split())
    slugs = Post.objects.published().newest_first().values_list("pk", "slug")[:SLUGS_LOOKED_AT]
    scores = {pk: len(wanted & set(slug.split("-"))) for pk, slug in slugs}
    best = sorted(
        (pk for pk, score in scores.items() if score and 2 * score >= len(wanted)), key=lambda pk: -scores[pk]
    )
    cards = Post.objects.published().for_cards().in_bulk(best[:count])
    return [cards[pk] for pk in best[:count] if pk in cards]
