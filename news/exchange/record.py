"""An incoming post before anything is saved. Pure data: no database, no settings."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Note:
    """A decision made while reading, stored with the batch item.

    `code` identifies a sentence in `news.exchange.messages`; `facts` fill its placeholders and are JSON values.
    """

    code: str
    facts: Mapping[str, str | int] = field(default_factory=dict)


class FormatError(Exception):
    """A file cannot become a record: says on which line, what is wrong and how to fix it (code and facts, no prose)."""

    def __init__(self, code: str, line: int = 1, **facts: str | int) -> None:
        super().__init__(code, line, facts)
        self.code = code
        self.line = line
        self.facts = facts


class NotAPostError(FormatError):
    """The file belongs to the site but is no post: it is skipped with a reason, which is not a failure."""


@dataclass(frozen=True, slots=True)
class AuthorRef:
    """A name in a byline, as the file has it."""

    name: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """One post as its file describes it, typed but not yet judged: nothing is cleaned, repaired or looked up.

    Empty strings and tuples mean that the file does not say. Dates are aware UTC. `body_html` is untrusted HTML.
    """

    path: str  # posix path relative to the collection's root: the post's identity there
    raw: bytes
    title: str
    body_html: str
    body_line: int = 1  # line of the file where the body begins
    slug: str = ""  # from the file name or the front matter; not yet checked
    summary: str = ""
    subtitle: str = ""
    published_at: dt.datetime | None = None
    proposed_at: dt.datetime | None = None  # what an unusable date probably meant
    updated_at: dt.datetime | None = None
    status: str = ""  # "", "draft", "in_review", "approved" or "archived"; "" leaves it to date and options
    category_paths: tuple[tuple[str, ...], ...] = ()  # each from the root down
    tags: tuple[str, ...] = ()
    authors: tuple[AuthorRef, ...] = ()
    header_image: str = ""  # URL or local path, as written
    thumbnail: str = ""
    has_comments: bool | None = None
    is_featured: bool = False
    pin_weight: int = 0
    language: str = ""
    translation_of: str = ""  # file stem of the post this one translates
    source_name: str = ""
    source_url: str = ""
    rights_note: str = ""
    canonical_url: str = ""
    seo_title: str = ""
    seo_description: str = ""
    legacy_paths: tuple[str, ...] = ()  # decoded paths of the post on its old site, each beginning with "/"
    extra: Mapping[str, object] = field(default_factory=dict)  # keys that we do not use, as they were read
    notes: tuple[Note, ...] = ()
