"""Reads where a post came from and on what terms, from its front matter."""

import re
from dataclasses import dataclass

from news.exchange.fields.synonyms import FrontMatterFields
from news.exchange.frontmatter.values import Value, as_bool, as_text
from news.text.plain import clean_plain, visible_text

_WEB_URL = re.compile(r"https?://[^\s<>\"']+", re.IGNORECASE)
_MARKDOWN_LINK = re.compile(r"\[([^\[\]]{1,200})\]\((https?://[^\s()]+)\)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Provenance:
    """Empty strings mean that the file does not say."""

    source_name: str
    source_url: str
    canonical_url: str
    rights_note: str


def read_provenance(fields: FrontMatterFields) -> Provenance:
    """Read the source: a name, an address or both. Without a source address, the canonical address stands in."""
    names, urls = [], [as_web_url(fields, "source_url")]
    for key, value in fields.pick("source"):
        name, url = _split_source(value)
        if name or url:
            fields.use(key)
        names.append(name)
        urls.append(url)
    canonical = as_web_url(fields, "canonical_url")
    rights = fields.text("rights")
    rights = "" if as_bool(rights) is not None else clean_plain(visible_text(rights))
    return Provenance(next(filter(None, names), ""), next(filter(None, urls), canonical), canonical, rights)


def as_web_url(fields: FrontMatterFields, field: str) -> str:
    """Return a field's first value that is a single http(s) address, and mark it as used."""
    for key, value in fields.pick(field):
        text = as_text(value)
        if _WEB_URL.fullmatch(text):
            fields.use(key)
            return text
    return ""


def _split_source(value: Value) -> tuple[str, str]:
    if isinstance(value, dict):
        url = as_text(value.get("url") or value.get("link") or "")
        return clean_plain(as_text(value.get("name", ""))), url if _WEB_URL.fullmatch(url) else ""
    text = as_text(value)
    if as_bool(text) is not None:
        return "", ""
    if _WEB_URL.fullmatch(text):
        return "", text
    link = _MARKDOWN_LINK.fullmatch(text)
    return (clean_plain(link[1]), link[2]) if link else (clean_plain(visible_text(text)), "")
