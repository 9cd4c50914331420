"""JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""

import json
from typing import Any

from news.rendering.dates import format_iso
from news.rendering.feeds import Feed, FeedItem

VERSION = "https://jsonfeed.org/version/1.1"
MAY_BE_EMPTY = {"items", "content_html"}


def write_feed(feed: Feed) -> bytes:
    data = {
        "version": VERSION,
        "title": feed.title,
        "home_page_url": feed.page_url,
        "feed_url": feed.url,
        "description": feed.description,
        "icon": feed.icon_url,
        "favicon": feed.icon_url,
        "authors": [{"name": feed.site_name, "url": feed.page_url}],
        "language": feed.language,
        "hubs": [{"type": "WebSub", "url": feed.hub_url}] if feed.hub_url else [],
        "items": [_item(item) for item in feed.items],
    }
    return json.dumps(_without_empty(data), ensure_ascii=False, separators=(",", ":")).encode()


def _item(item: FeedItem) -> dict[str, Any]:
    file = item.enclosure
    data = {
        "id": item.id,
        "url": item.url,
        "title": item.title,
        "content_html": item.html,
        "summary": item.teaser,
        "image": file.url if file else "",
        "date_published": format_iso(item.published_at),
        "date_modified": format_iso(item.updated_at),
        "authors": [{"name": author.name, "url": author.url} for author in item.authors],
        "tags": item.categories,
        "language": item.language,
        "attachments": [{"url": file.url, "mime_type": file.mime_type, "size_in_bytes": file.length}] if file else [],
    }
    return _without_empty(data)


def _without_empty(data: dict[str, Any]) -> dict[str, Any]:
    """Drop empty fields: an absent field means unknown, an empty one means known to be empty."""
    return {key: value for key, value in data.items() if value or key in MAY_BE_EMPTY}
