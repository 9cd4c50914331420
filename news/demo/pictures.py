"""What the demo's header images show, which files of posts cannot hold: said where nothing is said yet."""

import json
from pathlib import Path

from news.models import Image, PostQuerySet

TEXTS = Path(__file__).with_name("pictures.json")


def describe_pictures(posts: PostQuerySet) -> None:
    """A picture that a text describes already keeps those words."""
    texts: dict[str, str] = json.loads(TEXTS.read_text(encoding="utf-8"))
    for image in Image.objects.filter(header_of__in=posts, original_name__in=texts, alt="").distinct():
        image.alt = texts[image.original_name]
        image.save(update_fields=["alt"])
