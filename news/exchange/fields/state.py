"""Reads a post's state and language from its front matter."""

from pathlib import PurePosixPath

from news.exchange.fields.synonyms import FrontMatterFields
from news.exchange.frontmatter.values import as_text

STATUSES = frozenset({"draft", "in_review", "approved", "archived"})
DRAFTS_FOLDER = "_drafts"

_SIMPLIFIED = frozenset(
    {"zh", "cn", "zh-cn", "zh-hans", "zh-hans-cn", "zh-sg", "zh-hans-sg", "chinese", "中文", "简体中文"}
)


def read_status(fields: FrontMatterFields, path: PurePosixPath) -> str:
    """Any sign of a draft wins, then Masthead's own key `status`; "" leaves it to the date and the options."""
    is_draft = (
        DRAFTS_FOLDER in path.parts
        or fields.flag("published") is False
        or fields.flag("draft") is True
        or fields.flag("hidden") is True
    )
    status = ""
    for key, value in fields.pick("status"):
        word = as_text(value).casefold().replace("-", "_").replace(" ", "_")
        if word in STATUSES:
            fields.use(key)
            status = word
    return "draft" if is_draft else status


def read_language(fields: FrontMatterFields) -> str:
    """Return «zh-hans» or «en»; "" for any other language, which stays an extra."""
    for key, value in fields.pick("language"):
        if language := normalise_language(as_text(value)):
            fields.use(key)
            return language
    return ""


def normalise_language(text: str) -> str:
    """Return our code for a language tag (RFC 5646, also with «_» for «-»), or "" if we do not support it."""
    tag = text.strip().casefold().replace("_", "-")
    if tag in _SIMPLIFIED:
        return "zh-hans"
    return "en" if tag in {"en", "english"} or tag.startswith("en-") else ""
