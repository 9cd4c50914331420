"""Fill in missing alt texts of the demo's header images, which post files cannot carry."""

import json
from pathlib import Path

from news.models import Image, PostQuerySet

TEXTS = Path(__file__).with_name("pictures.json")


def describe_pictures(posts: PostQuerySet) -> None:
    """Set alt texts; an existing one is kept."""
    texts: dict[str, str] = json.loads(TEXTS.read_text(encoding="utf-8"))
    for image in Image.objects.filter(header_of__in=posts, original_name__in=texts, alt="").distinct():
        image.alt = texts[image.original_name]
        image.save(update_fields=["alt"])
