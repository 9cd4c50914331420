"""HTML tags and their behaviour, and the tags and classes that a stored body may have."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from news.text.html_tokens import names

VOID_TAGS = names("area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr")
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
LISTS = frozenset({"ul", "ol", "dl", "dir", "menu"})
LIST_ITEMS = {"li": LISTS, "dt": LISTS, "dd": LISTS}
TABLE_PARTS = frozenset({"caption", "tbody", "thead", "tfoot", "tr", "td", "th"})
TABLE_CONTEXT = frozenset({"table", "tbody", "thead", "tfoot", "tr"})
SCOPE_ENDS = frozenset({"table", "td", "th", "caption"})
BLOCK_TAGS = (
    names(
        "address article aside blockquote center details dialog div fieldset figcaption figure footer form header"
        " hgroup hr legend listing main nav p pre search section summary table"
    )
    | HEADINGS
    | LISTS
    | frozenset(LIST_ITEMS)
)
BREAKING_TAGS = BLOCK_TAGS | TABLE_PARTS | {"br"}

_PLAIN_NAME = re.compile(r"[a-z][a-z0-9-]*\Z")


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """Which tags are written: `dropped` ones never, `renamed` ones under their new name. Unless `allowed` is None,
    blocks it lacks become a div, and other tags it lacks are removed but not their contents."""

    renamed: Mapping[str, str] = field(default_factory=dict)
    allowed: Collection[str] | None = None
    dropped: Collection[str] = ()

    def translate(self, name: str) -> str:
        """Return the tag to write for a tag that was read, "" for none."""
        new = self.renamed.get(name, name)
        if name in self.dropped or not _PLAIN_NAME.match(new):
            return ""
        if self.allowed is None or new in self.allowed:
            return new
        return "div" if new in BLOCK_TAGS and new not in VOID_TAGS else ""


# Structure and emphasis of an article; nothing that runs scripts, embeds, submits or styles.
ALLOWED_TAGS = names(
    "p br hr h2 h3 h4 strong b em i u s sub sup blockquote cite q ul ol li dl dt dd a img figure figcaption table"
    " caption thead tbody tfoot tr th td pre code div span ruby rt rp"
)
_RENAMED = {
    "h1": "h2",
    "h5": "h4",
    "h6": "h4",
    "dir": "ul",
    "menu": "ul",
    "strike": "s",
    "del": "s",
    "ins": "u",
    "listing": "pre",
    "kbd": "code",
    "samp": "code",
    "tt": "code",
    "image": "img",
}
BODY_VOCABULARY = Vocabulary(renamed=_RENAMED, allowed=ALLOWED_TAGS)

ALIGNMENTS = ("left", "center", "right", "justify")
INDENT_CLASSES = tuple(f"ti-{width}" for width in range(1, 5))
ALIGNMENT_CLASSES = tuple(f"ta-{alignment}" for alignment in ALIGNMENTS)
IMAGE_CLASSES = ("image", "image-left", "image-right")
LAYOUT_TAGS = frozenset({"p", "div", "h2", "h3", "h4", "td", "th", "li", "blockquote", "figcaption"})
