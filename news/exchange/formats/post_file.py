"""What the formats share: a file's text, front matter and body, and the fields that mean the same in all of them."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from news.exchange.fields.dating import Dates, read_dates
from news.exchange.fields.naming import post_stem
from news.exchange.fields.old_paths import read_named_paths, read_slug
from news.exchange.fields.permalink_values import Subject, lacking
from news.exchange.fields.permalinks import Permalink, parse_permalink
from news.exchange.fields.pictures import read_pictures
from news.exchange.fields.provenance import read_provenance
from news.exchange.fields.state import read_language, read_status
from news.exchange.fields.synonyms import FrontMatterFields
from news.exchange.fields.terms import Paths, read_authors
from news.exchange.formats.body.plugins import Context, Plugins
from news.exchange.formats.body.rendering import ConvertedBody, plain_line, read_body
from news.exchange.formats.body.scanning import Syntax
from news.exchange.frontmatter.encodings import read_text
from news.exchange.frontmatter.loading import load_header
from news.exchange.frontmatter.splitting import FrontMatter, HeaderKind, refuse_merge_conflict, split_front_matter
from news.exchange.frontmatter.values import Value, as_bool, as_text
from news.exchange.record import FormatError, Note, Record

HTML_SUFFIXES = frozenset({".html", ".htm"})
SUFFIXES = HTML_SUFFIXES | {".md", ".markdown"}

_MEDIA = ("<img", "<video", "<audio", "<iframe", "<embed", "<object")
_POST_ERRORS = frozenset(
    {
        "fence-missing",
        "merge-markers",
        "front-matter-too-large",
        "opening-fence",
        "fences-missing",
        "text-before-front-matter",
    }
)
_NO_PLUGINS = Plugins(Syntax())
_NOT_RUN = (("disablenunjucks", True), ("render_with_liquid", False))  # keys that switch plugins off


@dataclass(frozen=True, slots=True)
class PostFile:
    """A file split into front matter and body, the front matter parsed. `path` is relative to the collection's root."""

    raw: bytes
    path: PurePosixPath
    zone: dt.tzinfo
    front: FrontMatter
    values: dict[str, Value]
    fields: FrontMatterFields
    notes: tuple[Note, ...]


def find_kind(path: PurePosixPath, head: bytes) -> HeaderKind | None:
    """Return the language of a file's front matter, from its first bytes; None if it does not look like a post."""
    if path.suffix.lower() not in SUFFIXES:
        return None
    encoding = "utf-16" if head[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8"
    text = head.decode(encoding, errors="ignore").lstrip("\ufeff")
    try:
        kind = split_front_matter(text).kind
    except FormatError as error:
        if error.code not in _POST_ERRORS:
            return None
        kind = "toml" if text.lstrip().startswith("+++") else "yaml"
        kind = "json" if text.lstrip().startswith("{") else kind
    return None if kind == "none" else kind


def open_post(raw: bytes, path: str, zone: dt.tzinfo) -> PostFile:
    """Split a file. Raises: FormatError, and nothing else, whatever the bytes are."""
    found = read_text(raw)
    front = split_front_matter(found.text)
    if front.kind == "none":
        raise FormatError("no-front-matter")
    header = load_header(front)
    refuse_merge_conflict(front.body, front.body_line)
    notes = (*found.notes, *header.notes)
    return PostFile(raw, PurePosixPath(path), zone, front, header.values, FrontMatterFields(header.values), notes)


def open_body(post: PostFile, plugins: Plugins, section: str = "", separator: str = "") -> ConvertedBody:
    """Convert the body; errors state the file's line. A post may switch its plugins off."""
    for key, off in _NOT_RUN:
        if any(name.casefold() == key and as_bool(value) is off for name, value in post.values.items()):
            plugins = _NO_PLUGINS
    context = Context(post.path.suffix.lower() in HTML_SUFFIXES, post.values, section)
    try:
        return read_body(post.front.body, plugins, context, separator)
    except FormatError as error:
        raise FormatError(error.code, post.front.body_line, **error.facts) from error


def read_title(post: PostFile, body: ConvertedBody) -> tuple[str, list[Note]]:
    """Use the file's name for a missing title; without a title and a body there is no post."""
    title = " ".join(as_text(post.fields.first("title")).split())
    if title:
        return title, []
    if not plain_line(body.html) and not any(tag in body.html.lower() for tag in _MEDIA):
        raise FormatError("no-title-no-body")
    name = post_stem(post.path) or post.path.name
    return name, [Note("title-from-name", {"title": name})]


@dataclass(frozen=True, slots=True)
class Dialect:
    """The differences between the generators once the body has been read."""

    plugins: Plugins
    read_categories: Callable[[PostFile], Paths]
    read_tags: Callable[[FrontMatterFields], tuple[str, ...]]
    fill_paths: Callable[[Permalink, Subject], tuple[str, ...]]
    default_links: tuple[str, ...]  # its patterns for posts' addresses if none is set


def make_record(post: PostFile, body: ConvertedBody, dialect: Dialect, permalink: str, **own: Any) -> Record:
    """Build the record. `own` are fields that the format has already settled; `notes` among them are added.

    Raises: FormatError.
    """
    fields = post.fields
    title, title_notes = read_title(post, body)
    dates: Dates = own.pop("dates", None) or read_dates(fields, post.path, post.zone)
    pictures = read_pictures(fields)
    provenance = read_provenance(fields)
    categories = dialect.read_categories(post)
    subject = Subject(post.path, title, fields.text("slug"), dates.published_at, post.zone, categories, post.values)
    old_paths, path_notes = _read_old_paths(post, dialect, subject, permalink)
    notes = (*post.notes, *title_notes, *dates.notes, *pictures.notes, *body.notes, *path_notes, *own.pop("notes", ()))
    found: dict[str, Any] = {
        "path": str(post.path),
        "raw": post.raw,
        "title": title,
        "body_html": body.html,
        "body_line": post.front.body_line,
        "slug": read_slug(fields, post.path),
        "summary": plain_line(fields.text("summary")) or body.summary,
        "subtitle": fields.text("subtitle"),
        "published_at": dates.published_at,
        "proposed_at": dates.proposed_at,
        "updated_at": dates.updated_at,
        "status": read_status(fields, post.path),
        "category_paths": categories,
        "tags": dialect.read_tags(fields),
        "authors": read_authors(fields),
        "header_image": pictures.header_image,
        "thumbnail": pictures.thumbnail,
        "has_comments": fields.flag("comments"),
        "is_featured": fields.flag("featured") is True,
        "pin_weight": fields.number("pin") or 0,
        "language": read_language(fields),
        "translation_of": fields.text("translation_of"),
        "source_name": provenance.source_name,
        "source_url": provenance.source_url,
        "rights_note": provenance.rights_note,
        "canonical_url": provenance.canonical_url,
        "seo_title": fields.text("seo_title"),
        "seo_description": fields.text("seo_description"),
        "legacy_paths": old_paths,
        "notes": notes,
    }
    return Record(**{**found, **own}, extra=fields.extra)  # last, because it is what the readers left unused


def _read_old_paths(
    post: PostFile, dialect: Dialect, subject: Subject, permalink: str
) -> tuple[tuple[str, ...], list[Note]]:
    """Return the paths in the file and those from the operator's pattern, or else from the generator's default ones."""
    named, has_own = read_named_paths(post.fields)
    if permalink:
        link = parse_permalink(permalink)
        paths = dialect.fill_paths(link, subject)
        missing = lacking(link, subject)
        notes = [Note("permalink-incomplete", {"names": ", ".join(f":{name}" for name in missing)})] if missing else []
        return tuple(dict.fromkeys((*named, *paths))), notes
    if has_own or subject.at is None:
        return named, []
    defaults = (path for each in dialect.default_links for path in dialect.fill_paths(parse_permalink(each), subject))
    return tuple(dict.fromkeys((*named, *defaults))), []
