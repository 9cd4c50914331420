"""Hexo posts: one file each, front matter and then HTML or Markdown. Field by field as `docs/exchange.md` says."""

import datetime as dt
from pathlib import PurePath, PurePosixPath

from news.exchange.fields.dating import read_dates
from news.exchange.fields.old_paths import hexo_title, read_old_paths, read_slug
from news.exchange.fields.pictures import read_pictures
from news.exchange.fields.provenance import read_provenance
from news.exchange.fields.state import read_language, read_status
from news.exchange.fields.synonyms import Fields
from news.exchange.fields.terms import read_authors, read_category_paths, read_tags
from news.exchange.formats.hexo_body import plain_line, read_more_summary, render_body
from news.exchange.frontmatter.decoding import decode_text
from news.exchange.frontmatter.splitting import (
    FrontMatter,
    Header,
    load_header,
    refuse_merge_conflict,
    split_front_matter,
)
from news.exchange.frontmatter.values import as_text
from news.exchange.record import FormatError, Note, Record

NAME = "hexo"
HTML_SUFFIXES = frozenset({".html", ".htm"})
SUFFIXES = HTML_SUFFIXES | {".md", ".markdown"}

_MEDIA = ("<img", "<video", "<audio", "<iframe", "<embed", "<object")


def can_read(path: PurePath, head: bytes) -> bool:
    """Whether a file looks like a Hexo post, from its name and its first bytes (a few KiB are enough)."""
    if path.suffix.lower() not in SUFFIXES:
        return False
    encoding = "utf-16" if head[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8"
    text = head.decode(encoding, errors="ignore")
    try:
        return split_front_matter(text).kind != "none"
    except FormatError as error:
        return error.code in {"fence-missing", "merge-markers", "front-matter-too-large", "opening-fence"}


def read_file(raw: bytes, path: str, zone: dt.tzinfo) -> Record:
    """One post. `path` is relative to the collection's root, with «/»; times without a zone are taken in `zone`.

    Raises: FormatError, and nothing else, whatever the bytes are.
    """
    front = split_front_matter(decode_text(raw))
    if front.kind == "none":
        raise FormatError("no-front-matter")
    header = load_header(front)
    refuse_merge_conflict(front.body, front.body_line)
    return _make_record(raw, path, zone, front, header)


def _make_record(raw: bytes, path: str, zone: dt.tzinfo, front: FrontMatter, header: Header) -> Record:
    fields = Fields(header.values)
    file = PurePosixPath(path)
    is_html = file.suffix.lower() in HTML_SUFFIXES
    body_html = _read_body(front, is_html=is_html)
    title, title_notes = _read_title(fields, file, body_html)
    dates = read_dates(fields, file, zone)
    pictures = read_pictures(fields)
    provenance = read_provenance(fields)
    return Record(
        path=path,
        raw=raw,
        title=title,
        body_html=body_html,
        body_line=front.body_line,
        slug=read_slug(fields, file),
        summary=plain_line(fields.text("summary")) or read_more_summary(front.body, is_html=is_html),
        subtitle=fields.text("subtitle"),
        published_at=dates.published_at,
        proposed_at=dates.proposed_at,
        updated_at=dates.updated_at,
        status=read_status(fields, file),
        category_paths=read_category_paths(fields),
        tags=read_tags(fields),
        authors=read_authors(fields),
        header_image=pictures.header_image,
        thumbnail=pictures.thumbnail,
        has_comments=fields.flag("comments"),
        is_featured=fields.flag("featured") is True,
        pin_weight=fields.number("pin") or 0,
        language=read_language(fields),
        translation_of=fields.text("translation_of"),
        source_name=provenance.source_name,
        source_url=provenance.source_url,
        rights_note=provenance.rights_note,
        canonical_url=provenance.canonical_url,
        seo_title=fields.text("seo_title"),
        seo_description=fields.text("seo_description"),
        legacy_paths=read_old_paths(fields, file, dates.published_at, zone),
        extra=fields.extra,  # after all readers: it is what they left
        notes=(*header.notes, *title_notes, *dates.notes, *pictures.notes),
    )


def _read_body(front: FrontMatter, *, is_html: bool) -> str:
    try:
        return render_body(front.body, is_html=is_html)
    except FormatError as error:
        raise FormatError(error.code, front.body_line, **error.facts) from error


def _read_title(fields: Fields, file: PurePosixPath, body_html: str) -> tuple[str, list[Note]]:
    """The file's name stands in for a missing title, as in Hexo; without a title and a body there is no post."""
    title = " ".join(as_text(fields.first("title")).split())
    if title:
        return title, []
    if not plain_line(body_html) and not any(tag in body_html.lower() for tag in _MEDIA):
        raise FormatError("no-title-no-body")
    name = hexo_title(file).rpartition("/")[2] or file.name
    return name, [Note("title-from-name", {"title": name})]
