"""The corrections of the demo's posts, which files of posts cannot hold: made where there are none."""

import json
from pathlib import Path

from news.models import PostQuerySet
from news.publishing.posts.corrections import set_corrections

TEXTS = Path(__file__).with_name("corrections.json")


def make_corrections(posts: PostQuerySet) -> None:
    """Dated as the change of the text that they explain."""
    texts: dict[str, list[str]] = json.loads(TEXTS.read_text(encoding="utf-8"))
    for post in posts.filter(slug__in=texts, corrections=None):
        set_corrections(post, [(text, post.updated_at) for text in texts[post.slug]])
