"""What the index holds of a post. Pure but for the row it fills: reading and writing are elsewhere."""

from typing import Any

from news.text.plain import visible_text
from news.text.search_tokens import index_tokens, pinyin_tokens

BODY_MAX_CHARS = 180_000  # of tokens: about 60,000 Chinese characters. PostgreSQL holds 1 MB of tokens per row.
TEXT_FIELDS = ("title", "subtitle", "summary", "body")  # what an entry is made of
COLUMNS = ("title", "summary", "pinyin", "body")


def make_columns(post: Any) -> dict[str, str]:
    """Columns of a `SearchEntry` from the text fields of a post, also of one as a migration sees it."""
    body = _join(index_tokens(visible_text(post.body)))
    return {
        "title": _join(index_tokens(post.title)),
        "summary": _join([*index_tokens(post.subtitle), *index_tokens(post.summary)]),
        "pinyin": _join(pinyin_tokens(post.title)),
        "body": body if len(body) <= BODY_MAX_CHARS else body[: body.rindex(" ", 0, BODY_MAX_CHARS) + 1],
    }


def _join(tokens: list[str]) -> str:
    return f" {' '.join(tokens)} " if tokens else ""
