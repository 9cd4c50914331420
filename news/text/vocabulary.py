"""The tags and classes a stored body may hold."""

from news.text.markup import Vocabulary

# PROMISES 5.3 in words: structure and emphasis of an article; nothing that runs, embeds, submits or styles.
ALLOWED_TAGS = frozenset(
    "p br hr h2 h3 h4 strong b em i u s sub sup blockquote cite q ul ol li dl dt dd a img figure figcaption table"
    " caption thead tbody tfoot tr th td pre code div span ruby rt rp".split()
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
