"""Compute the index columns of a post. Does not touch the database."""

from typing import Any

from news.text.plain import visible_text
from news.text.search_tokens import index_tokens, pinyin_tokens

BODY_MAX_CHARS = 180_000  # of tokens: about 60,000 Chinese characters. PostgreSQL allows 1 MB of tokens per row.
TEXT_FIELDS = ("title", "subtitle", "summary", "body")  # the post fields an entry is made from
COLUMNS = ("title", "summary", "pinyin", "body")


def make_columns(post: Any) -> dict[str, str]:
    """Return the columns of a `SearchEntry` for a post, which may be a migration's historical model."""
    body = _join(index_tokens(visible_text(post.body)))
    return {
        "title": _join(index_tokens(post.title)),
        "summary": _join([*index_tokens(post.subtitle), *index_tokens(post.summary)]),
        "pinyin": _join(pinyin_tokens(post.title)),
        "body": body if len(body) <= BODY_MAX_CHARS else body[: body.rindex(" ", 0, BODY_MAX_CHARS) + 1],
    }


def _join(tokens: list[str]) -> str:
    return f" {' '.join(tokens)} " if tokens else ""
