"""Reads categories, tags and bylines from a front matter."""

from collections.abc import Iterable

from news.exchange.fields.synonyms import FrontMatterFields
from news.exchange.frontmatter.values import Value, as_list, as_text, iter_texts
from news.exchange.record import AuthorRef
from news.text.keys import split_names
from news.text.plain import clean_plain

Paths = tuple[tuple[str, ...], ...]


def read_category_paths(fields: FrontMatterFields) -> Paths:
    """Follow Hexo's rule: a flat list is one path from the root; if any item is a list, every item is its own path."""
    paths: list[tuple[str, ...]] = []
    for key, value in fields.pick("categories"):
        fields.use(key)
        items = as_list(value)
        is_several = any(isinstance(item, list) for item in items)
        named = [map(clean_plain, iter_texts(item)) for item in (items if is_several else [items])]
        paths += [tuple(filter(None, names)) for names in named]
    return tuple(path for path in dict.fromkeys(paths) if path)


def read_flat_categories(fields: FrontMatterFields, *, is_split: bool = False, folders: Iterable[str] = ()) -> Paths:
    """Follow Jekyll's and Hugo's rule: each name is a category of its own; those of the folders come first.

    `is_split`: split a text under the plural key at spaces (Jekyll `utils.rb`).
    """
    names = list(folders)
    for key, value in fields.pick("categories"):
        fields.use(key)
        is_several = is_split and isinstance(value, str) and key.casefold() == "categories"
        names += as_text(value).split() if is_several else iter_texts(value)
    return tuple((name,) for name in dict.fromkeys(filter(None, map(clean_plain, names))))


def read_tags(fields: FrontMatterFields) -> tuple[str, ...]:
    """Return each tag once; a string is split at commas, the names in a list are not."""
    value = fields.first("tags")
    names = split_names(value) if isinstance(value, str) else iter_texts(value)
    return tuple(dict.fromkeys(filter(None, map(clean_plain, names))))


def read_spaced_tags(fields: FrontMatterFields) -> tuple[str, ...]:
    """Follow Jekyll's rule and split a text at spaces. One with commas is split there, unlike in Jekyll."""
    for key, value in fields.pick("tags"):
        is_spaced = isinstance(value, str) and key.casefold() == "tags" and len(split_names(value)) == 1
        if is_spaced:
            fields.use(key)
            return tuple(dict.fromkeys(filter(None, map(clean_plain, as_text(value).split()))))
        break
    return read_tags(fields)


def read_authors(fields: FrontMatterFields) -> tuple[AuthorRef, ...]:
    """Return the byline in its order. A text is one name, because too many names contain commas."""
    found: dict[str, AuthorRef] = {}
    for key, value in fields.pick("authors"):
        authors = [author for item in as_list(value) if (author := _read_author(item))]
        if authors:
            fields.use(key)
        for author in authors:
            found.setdefault(author.name, author)
    return tuple(found.values())


def _read_author(value: object) -> AuthorRef | None:
    url = ""
    if isinstance(value, dict):
        url = _first_text(value, "url", "link", "homepage")
        value = _first_text(value, "name", "title")
    name = clean_plain(as_text(value))
    return AuthorRef(name, url) if name else None


def _first_text(values: dict[str, Value], *keys: str) -> str:
    return next((text for key in keys if (text := as_text(values.get(key, "")))), "")
