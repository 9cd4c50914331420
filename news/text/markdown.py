"""Render Markdown to HTML that still has to be cleaned, and tell whether a body is HTML rather than Markdown."""

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from news.text.html_tokens import TokenKind, read_tokens

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore
    from markdown_it.rules_inline import StateInline

_HAN_OR_KANA = re.compile(r"[\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003fffd]")
# What follows «http:» in running text: ASCII only, so that a URL ends where Chinese begins; no final full stop.
_ADDRESS = re.compile(
    r"^//[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::\d{1,5})?"
    r"(?:[/?#](?:\([\w.~:/?#@!$&*+,;=%-]*\)|[\w~/#=&%@$*+-]|[.,:;!?](?=[\w~/#=&%@$*+(-]))*)?",
    re.ASCII,
)
_TASK = re.compile(r"\[([ xX])\](?=\s)")

_FENCED = re.compile(r"^ {0,3}(`{3,}|~{3,}).*?(?:^ {0,3}\1[`~]*[ \t]*$|\Z)", re.DOTALL | re.MULTILINE)
_SYNTAX = re.compile(
    r"""^[ ]{0,3}(?:\#{1,6}\ \S|[-*+]\ \S|\d{1,9}[.)]\ \S|>\ ?\S|`{3}|~{3}|\|.+\|[ ]*$)
    |\[[^\[\]\n]+\]\([^()\n]+\)
    |\*\*[^*\n]+\*\*""",
    re.VERBOSE | re.MULTILINE,
)
_FIRST_TAG = re.compile(r"<(?:!--|[a-zA-Z][a-zA-Z0-9-]*(?=[\s/>]))")  # not «<https://…>»
_LOOSE_PARAGRAPH = re.compile(r"\n[ \t]*\n {0,3}[^\s\0]")
_TAG = "\0"
_WRAPPERS = frozenset({"div", "section", "article", "main"})
_VERBATIM = frozenset({"pre", "code"})


def render_markdown(text: str) -> str:
    """Render GitHub's Markdown with footnotes; task boxes become ☐ and ☑. Embedded HTML passes unchanged.

    Unlike CommonMark, emphasis may begin and end beside full-width punctuation without a space: `**中文：**后面`.
    """
    return str(_renderer().render(text))


def is_html_body(text: str) -> bool:
    """Tell whether a body is HTML throughout, however deeply it is indented; it must begin with a tag.

    A body in a single div is HTML. So is any other, unless text outside tags has Markdown syntax or follows a blank
    line, which only Markdown shows as a paragraph.
    """
    text = text.strip().lstrip("\ufeff")
    if not _FIRST_TAG.match(text):
        return False
    if _is_in_one_wrapper(text):
        return True
    outside = _text_outside_tags(text)
    return not _SYNTAX.search(outside) and not _LOOSE_PARAGRAPH.search(outside)


@cache
def _renderer() -> "MarkdownIt":
    from linkify_it import LinkifyIt
    from markdown_it import MarkdownIt
    from mdit_py_plugins.footnote import footnote_plugin

    renderer = MarkdownIt("gfm-like", {"html": True, "linkify": True}).use(footnote_plugin)
    # «readme.md» and «node.js» are file names, not sites; only URLs with a scheme become links.
    linkify = LinkifyIt()
    linkify.set({"fuzzy_link": False, "fuzzy_email": False, "fuzzy_ip": False})
    for scheme in ("http:", "https:"):
        linkify.add(scheme, {"validate": _ADDRESS})
    renderer.linkify = linkify
    renderer.inline.ruler.before("emphasis", "cjk_emphasis", _read_stars)
    renderer.core.ruler.after("inline", "task_boxes", _draw_task_boxes)
    renderer.core.ruler.before("inline", "fence_captions", _show_captions)
    return renderer


def _read_stars(state: "StateInline", silent: bool) -> bool:
    """Apply CommonMark 6.2 to `*`, but let full-width punctuation inside or Chinese outside never forbid emphasis."""
    from markdown_it.rules_inline.state_inline import Delimiter

    if silent or state.src[state.pos] != "*":
        return False
    end = state.pos
    while end < state.posMax and state.src[end] == "*":
        end += 1
    before = state.src[state.pos - 1] if state.pos > 0 else " "
    after = state.src[end] if end < state.posMax else " "
    for _ in range(end - state.pos):
        token = state.push("text", "", 0)
        token.content = "*"
        state.delimiters.append(
            Delimiter(
                marker=ord("*"),
                length=end - state.pos,
                token=len(state.tokens) - 1,
                end=-1,
                open=_may_flank(outside=before, inside=after),
                close=_may_flank(outside=after, inside=before),
            )
        )
    state.pos = end
    return True


def _may_flank(outside: str, inside: str) -> bool:
    """Tell whether emphasis may begin or end between these characters outside and inside it."""
    if inside.isspace():
        return False
    if not _is_punctuation(inside) or not inside.isascii():
        return True
    return outside.isspace() or _is_punctuation(outside) or bool(_HAN_OR_KANA.match(outside))


def _is_punctuation(character: str) -> bool:
    return unicodedata.category(character)[0] in "PS"


def _draw_task_boxes(state: "StateCore") -> None:
    for item, _, token in zip(state.tokens, state.tokens[1:], state.tokens[2:], strict=False):
        if item.type != "list_item_open" or token.type != "inline":
            continue
        first = token.children[0] if token.children else None
        if first is not None and first.type == "text" and (match := _TASK.match(first.content)):
            first.content = ("☐" if match[1] == " " else "☑") + first.content[match.end() :]


def _show_captions(state: "StateCore") -> None:
    """Show words after a fence that are not a language as a paragraph before the code.

    CommonMark hides them, but Hexo shows a caption, and «~~~» before Chinese words was often meant as decoration.
    """
    from markdown_it.token import Token

    tokens = []
    for token in state.tokens:
        if token.type == "fence" and any(each.isalnum() and not each.isascii() for each in token.info):
            # Split into the language, "" when there is none, and the words.
            first, _, rest = token.info.strip().partition(" ")
            token.info, caption = (first, rest.strip()) if first.isascii() else ("", token.info.strip())
            words = Token("inline", "", 0, content=caption, children=[], block=True)
            tokens += [
                Token("paragraph_open", "p", 1, block=True),
                words,
                Token("paragraph_close", "p", -1, block=True),
            ]
        tokens.append(token)
    state.tokens = tokens


def _is_in_one_wrapper(text: str) -> bool:
    """Tell whether the whole body is inside a single div or similar element."""
    depth = wrapper_count = 0
    for kind, name, content in read_tokens(text):
        is_wrapper = name in _WRAPPERS
        if depth == 0 and (content.strip() if kind is TokenKind.TEXT else kind is not TokenKind.GAP and not is_wrapper):
            return False
        if kind is TokenKind.START and is_wrapper:
            wrapper_count += depth == 0
            depth += 1
        elif kind is TokenKind.END and is_wrapper:
            depth = max(0, depth - 1)
    return wrapper_count == 1


def _text_outside_tags(text: str) -> str:
    """Return the text with a NUL for each tag, without code samples."""
    parts: list[str] = []
    verbatim = 0
    for kind, name, content in read_tokens(_FENCED.sub("\n\n```\n\n", text)):
        if kind is not TokenKind.TEXT:
            parts.append(_TAG)
            if name in _VERBATIM:
                verbatim = max(0, verbatim + (1 if kind is TokenKind.START else -1))
        elif not verbatim:
            parts.append(content)
    return "".join(parts)
