"""Prepares a record's body: settles wrappers, embeds, headings, indents and pictures, then cleans it."""

from dataclasses import dataclass

from news.exchange.frontmatter.values import clip_fact
from news.exchange.intake.pictures import PictureSet, find_pictures
from news.exchange.intake.rights import find_rights_notice
from news.exchange.options import ImportOptions
from news.exchange.record import FormatError, Note, Record
from news.models.post import BODY_MAX_BYTES
from news.text.cleaning import clean_html
from news.text.headings import promote_bold_paragraphs
from news.text.html_tree import parse_fragment, text_of
from news.text.legacy_html import embeds_to_links, paragraphs_from_blank_lines, strip_paragraph_indent, unwrap_outer_div
from news.text.pictures import image_references, rewrite_images
from news.text.plain import visible_text

# Ordinary leftovers of other sites' templates, whose removal needs no note.
_UNREMARKABLE = frozenset(
    {"font", "center", "section", "article", "header", "footer", "main", "img[src]", "style", "o:p"}
)


@dataclass(frozen=True, slots=True)
class RawBody:
    """A body whose pictures are known but not yet loaded."""

    html: str
    pictures: PictureSet
    title_candidates: tuple[str, ...]
    alts: tuple[str, ...]
    base_url: str
    line: int


@dataclass(frozen=True, slots=True)
class IntakeBody:
    """A clean body, and what it tells about the rest of the post."""

    html: str
    title_candidates: tuple[str, ...]
    alts: tuple[str, ...]
    text: str  # what a reader sees
    is_indented: bool
    rights_notice: str
    notes: tuple[Note, ...]


def open_body(record: Record, options: ImportOptions) -> RawBody:
    """Do the first half of the work; local pictures are loaded after it."""
    html = embeds_to_links(paragraphs_from_blank_lines(unwrap_outer_div(record.body_html)))
    references = image_references(html)
    alts = tuple(reference.alt for reference in references)
    candidates: tuple[str, ...] = ()
    if "_" in record.title:
        titles = (text for reference in references for text in (reference.title, reference.caption))
        candidates = (*alts, *titles, *[text_of(heading) for heading in parse_fragment(html).iter("h1", "h2", "h3")])
    pictures = find_pictures(references, record.header_image, record.thumbnail, options.images)
    return RawBody(html, pictures, candidates, alts, record.source_url, record.body_line)


def finish_body(raw: RawBody, options: ImportOptions) -> IntakeBody:
    """Do the second half of the work. Raises: FormatError (body-too-large)."""
    html, is_indented = strip_paragraph_indent(raw.html)  # before headings are made, which would keep the indent
    html, heading_count = promote_bold_paragraphs(html) if options.promote_headings else (html, 0)
    cleaned = clean_html(rewrite_images(html, raw.pictures.replacement), raw.base_url)
    if len(cleaned.html.encode()) > BODY_MAX_BYTES:
        raise FormatError("body-too-large", raw.line)
    text = visible_text(cleaned.html)
    rights = find_rights_notice(text)
    notes = [*raw.pictures.notes, *_note_removed(cleaned.removed)]
    if heading_count:
        notes.append(Note("headings-promoted", {"count": heading_count}))
    if is_indented:
        notes.append(Note("indent-kept-as-style"))
    if rights:
        notes.append(Note("rights-notice", {"text": clip_fact(rights)}))
    return IntakeBody(cleaned.html, raw.title_candidates, raw.alts, text, is_indented, rights, tuple(notes))


def _note_removed(removed: tuple[str, ...]) -> list[Note]:
    names = [name for name in removed if name not in _UNREMARKABLE]
    return [Note("text-removed", {"names": clip_fact(", ".join(names))})] if names else []
