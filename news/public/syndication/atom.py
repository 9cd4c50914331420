"""Atom 1.0 (RFC 4287)."""

from collections.abc import Mapping, Sequence
from typing import Any

from lxml import etree

from news.public.xml import ATOM, XML_LANG, XMLElement, add, write_document
from news.rendering.dates import format_iso
from news.rendering.feeds import Feed, FeedAuthor, FeedItem

NEVER = "1970-01-01T00:00:00Z"  # RFC 4287 §4.1.1 requires a date for an empty feed too; now would vary per request
HTML = {"type": "html"}
DEFAULT: dict[Any, str] = {None: ATOM}


def write_feed(feed: Feed) -> bytes:
    root = etree.Element(f"{{{ATOM}}}feed", {XML_LANG: feed.language}, nsmap=DEFAULT)
    _add(root, "id", feed.page_url)
    _add(root, "title", feed.title)
    _add(root, "subtitle", feed.description)
    _add(root, "updated", format_iso(feed.updated_at) if feed.updated_at else NEVER)
    _add(root, "link", "", {"rel": "self", "type": "application/atom+xml", "href": feed.url})
    _add(root, "link", "", {"rel": "alternate", "type": "text/html", "href": feed.page_url})
    if feed.hub_url:
        _add(root, "link", "", {"rel": "hub", "href": feed.hub_url})
    _add(root, "icon", feed.icon_url)
    if feed.logo_url:
        _add(root, "logo", feed.logo_url)
    _add_authors(root, [FeedAuthor(feed.site_name, feed.page_url)])  # applies to entries without authors
    for item in feed.items:
        _add_entry(root, item, feed.language)
    return write_document(root)


def _add_entry(root: XMLElement, item: FeedItem, feed_language: str) -> None:
    entry = _add(root, "entry", "", {XML_LANG: item.language} if item.language != feed_language else None)
    _add(entry, "id", item.id)
    _add(entry, "title", item.title)
    _add(entry, "link", "", {"rel": "alternate", "type": "text/html", "href": item.url})
    _add(entry, "published", format_iso(item.published_at))
    _add(entry, "updated", format_iso(item.updated_at))
    _add_authors(entry, item.authors)
    for category in item.categories:
        _add(entry, "category", "", {"term": category})
    if item.teaser:
        _add(entry, "summary", item.teaser)
    _add(entry, "content", item.html, HTML)
    if item.enclosure:
        file = item.enclosure
        facts = {"rel": "enclosure", "type": file.mime_type, "length": str(file.length), "href": file.url}
        _add(entry, "link", "", facts)


def _add_authors(parent: XMLElement, authors: Sequence[FeedAuthor]) -> None:
    for each in authors:
        author = _add(parent, "author")
        _add(author, "name", each.name)
        _add(author, "uri", each.url)


def _add(parent: XMLElement, name: str, text: str = "", attributes: Mapping[str, str] | None = None) -> XMLElement:
    return add(parent, f"{{{ATOM}}}{name}", text, attributes)
