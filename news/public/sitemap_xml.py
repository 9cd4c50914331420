"""Sitemaps in XML: the protocol of sitemaps.org with the extensions for languages, pictures and news."""

from collections.abc import Iterable
from typing import Any

from lxml import etree

from news.public.xml import XMLElement, add, write_document
from news.rendering.dates import format_iso
from news.rendering.sitemaps.entries import Part, SitemapEntry

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
IMAGE = "http://www.google.com/schemas/sitemap-image/1.1"
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
XHTML = "http://www.w3.org/1999/xhtml"
INDEX_NAMES: dict[Any, str] = {None: SITEMAP}
POST_NAMES: dict[Any, str] = {None: SITEMAP, "image": IMAGE, "xhtml": XHTML}
NEWS_NAMES: dict[Any, str] = {None: SITEMAP, "news": NEWS}


def write_index(parts: Iterable[tuple[str, Part]]) -> bytes:
    """Write the index. `parts` pairs each part with its absolute address."""
    root = etree.Element(f"{{{SITEMAP}}}sitemapindex", nsmap=INDEX_NAMES)
    for url, part in parts:
        sitemap = _add(root, "sitemap")
        _add(sitemap, "loc", url)
        if part.modified_at:
            _add(sitemap, "lastmod", format_iso(part.modified_at))
    return write_document(root)


def write_sitemap(entries: Iterable[SitemapEntry], *, is_news: bool = False) -> bytes:
    root = etree.Element(f"{{{SITEMAP}}}urlset", nsmap=NEWS_NAMES if is_news else POST_NAMES)
    for entry in entries:
        url = _add(root, "url")
        _add(url, "loc", entry.url)
        if entry.modified_at:
            _add(url, "lastmod", format_iso(entry.modified_at))
        for tag, address in entry.alternates:
            add(url, f"{{{XHTML}}}link", "", {"rel": "alternate", "hreflang": tag, "href": address})
        for address in entry.image_urls:
            add(add(url, f"{{{IMAGE}}}image"), f"{{{IMAGE}}}loc", address)
        if entry.news:
            news = add(url, f"{{{NEWS}}}news")
            publication = add(news, f"{{{NEWS}}}publication")
            add(publication, f"{{{NEWS}}}name", entry.news.name)
            add(publication, f"{{{NEWS}}}language", entry.news.language)
            add(news, f"{{{NEWS}}}publication_date", format_iso(entry.news.published_at))
            add(news, f"{{{NEWS}}}title", entry.news.title)
    return write_document(root)


def _add(parent: XMLElement, name: str, text: str = "") -> XMLElement:
    return add(parent, f"{{{SITEMAP}}}{name}", text)
