"""RSS 2.0 with widely supported modules: full text as content:encoded, authors as dc:creator, atom:link."""

import datetime as dt
from email.utils import format_datetime
from html import escape

from lxml import etree

from news.public.xml import ATOM, XMLElement, add, write_document
from news.rendering.dates import site_time
from news.rendering.feeds import Feed, FeedItem

CONTENT = "http://purl.org/rss/1.0/modules/content/"
CREATOR = "http://purl.org/dc/elements/1.1/"
NAMES = {"atom": ATOM, "content": CONTENT, "dc": CREATOR}


def write_feed(feed: Feed) -> bytes:
    root = etree.Element("rss", {"version": "2.0"}, nsmap=NAMES)
    channel = add(root, "channel")
    add(channel, "title", feed.title)
    add(channel, "link", feed.page_url)
    add(channel, "description", _as_html(feed.description))
    add(channel, "language", feed.language)
    add(channel, f"{{{ATOM}}}link", "", {"rel": "self", "type": "application/rss+xml", "href": feed.url})
    if feed.hub_url:
        add(channel, f"{{{ATOM}}}link", "", {"rel": "hub", "href": feed.hub_url})
    if feed.updated_at:
        add(channel, "lastBuildDate", _date(feed.updated_at))
    image = add(channel, "image")
    add(image, "url", feed.icon_url)
    add(image, "title", feed.title)
    add(image, "link", feed.page_url)
    for item in feed.items:
        _add_item(channel, item)
    return write_document(root)


def _add_item(channel: XMLElement, item: FeedItem) -> None:
    element = add(channel, "item")
    add(element, "title", item.title)
    add(element, "link", item.url)
    add(element, "guid", item.id, {"isPermaLink": "false"})
    add(element, "pubDate", _date(item.published_at))
    if item.authors:  # one element: feed readers use only the last. RSS's own author must be an e-mail address
        add(element, f"{{{CREATOR}}}creator", "、".join(author.name for author in item.authors))
    for category in item.categories:
        add(element, "category", category)
    add(element, "description", _as_html(item.teaser))
    add(element, f"{{{CONTENT}}}encoded", item.html)
    if item.enclosure:
        file = item.enclosure
        add(element, "enclosure", "", {"url": file.url, "length": str(file.length), "type": file.mime_type})


def _as_html(text: str) -> str:
    """Escape plain text, because feed readers treat a description as HTML."""
    return escape(text, quote=False)


def _date(moment: dt.datetime) -> str:
    """Format a date by RFC 822 with a four-digit year, in the site's zone."""
    return format_datetime(site_time(moment))
