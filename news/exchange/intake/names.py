"""Decides on a post's categories, authors, source and tags, as names; looks up and creates nothing."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from news.exchange.options import ImportOptions
from news.exchange.record import AuthorRef, Note, Record
from news.text.keys import fold_key
from news.text.links import safe_link
from news.text.plain import clean_plain

NAME_MAX = 100
MAX_TAGS = 30
MAX_AUTHORS = 20
MAX_CATEGORIES = 10
MAX_DEPTH = 8  # a category's path has room for eight slugs of sixty characters

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AuthorDraft:
    """`kind` is «person» or «organisation». `url` may be ""."""

    name: str
    kind: str
    url: str


@dataclass(frozen=True, slots=True)
class IntakeNames:
    """Category paths run from the root down; the first is primary. `source` is "" for none."""

    categories: tuple[Path, ...]
    authors: tuple[AuthorDraft, ...]
    source: str
    tags: tuple[str, ...]
    notes: tuple[Note, ...]


def judge_names(record: Record, options: ImportOptions, is_known_source: Callable[[str], bool]) -> IntakeNames:
    """Take an author named like a category of the post or a known source for an organisation, others for persons. The
    first organisation is the source if the file has none.
    """
    notes: list[Note] = []
    sections = {fold_key(name) for path in record.category_paths for name in path}
    authors = [_judge_author(author, sections, is_known_source) for author in record.authors[:MAX_AUTHORS]]
    authors = list({author.name: author for author in reversed(authors) if author.name}.values())[::-1]
    organisations = [author.name for author in authors if author.kind == "organisation"]
    notes += [Note("author-is-organisation", {"name": name}) for name in organisations]
    source = clean_plain(record.source_name, NAME_MAX)
    source = source if fold_key(source) else ""
    if organisations and not source:
        source = organisations[0]
        notes.append(Note("source-assigned", {"name": source}))
    categories = _settle_categories(record.category_paths, options, notes)
    return IntakeNames(categories, tuple(authors), source, _settle_tags(record.tags, notes), tuple(notes))


def _judge_author(author: AuthorRef, sections: set[str], is_known_source: Callable[[str], bool]) -> AuthorDraft:
    name = clean_plain(author.name, NAME_MAX)
    is_organisation = bool(fold_key(name)) and (fold_key(name) in sections or is_known_source(name))
    url = safe_link(author.url)
    is_usable = url.startswith(("http://", "https://")) and len(url) <= 2000  # noqa: PLR2004  (WebURLField)
    return AuthorDraft(name, "organisation" if is_organisation else "person", url if is_usable else "")


def _settle_categories(paths: Iterable[Path], options: ImportOptions, notes: list[Note]) -> tuple[Path, ...]:
    fitted = [tuple(name for part in path if fold_key(name := clean_plain(part, NAME_MAX))) for path in paths]
    fitted = [path for path in fitted if path]
    if options.categories == "flat":
        fitted = [(name,) for path in fitted for name in path]
    elif options.categories == "last":
        fitted = [path[-1:] for path in fitted]
    if options.categories != "path" and any(len(path) > 1 for path in paths):
        notes.append(Note("categories-flat"))
    once = {tuple(map(fold_key, path)): path[:MAX_DEPTH] for path in reversed(fitted)}
    kept = tuple(reversed(once.values()))
    if len(kept) > MAX_CATEGORIES or any(len(path) > MAX_DEPTH for path in fitted):
        notes.append(Note("categories-cut", {"max": MAX_CATEGORIES, "depth": MAX_DEPTH}))
    return kept[:MAX_CATEGORIES]


def _settle_tags(names: Iterable[str], notes: list[Note]) -> tuple[str, ...]:
    once: dict[str, str] = {}
    for name in names:
        cut = clean_plain(name, NAME_MAX)
        if key := fold_key(cut):
            once.setdefault(key, cut)
    if len(once) > MAX_TAGS:
        notes.append(Note("too-many-tags", {"count": len(once)}))
    return tuple(once.values())[:MAX_TAGS]
