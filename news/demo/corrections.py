"""Add corrections to demo posts that have none, because post files cannot carry them."""

import json
from pathlib import Path

from news.models import PostQuerySet
from news.publishing.posts.corrections import set_corrections

TEXTS = Path(__file__).with_name("corrections.json")


def make_corrections(posts: PostQuerySet) -> None:
    """Add the corrections, dated like the text change that they explain."""
    texts: dict[str, list[str]] = json.loads(TEXTS.read_text(encoding="utf-8"))
    for post in posts.filter(slug__in=texts, corrections=None):
        set_corrections(post, [(text, post.updated_at) for text in texts[post.slug]])
