"""Create the demo newsroom's profile, names and pages from `site.json` and `pages.json`; never change existing ones."""

import json
from pathlib import Path
from typing import Any

from django.db import transaction

from news.models import Author, Category, Page, SiteProfile, Source
from news.models.source import source_key
from news.publishing.names.categories import save_category, save_named
from news.publishing.site.pages import save_page

FACTS = Path(__file__).with_name("site.json")
PAGES = Path(__file__).with_name("pages.json")
PROFILE_FIELDS = ("name", "name_en", "description", "description_en", "footer", "footer_en", "icp_number")


@transaction.atomic
def make_site() -> None:
    """Create what is missing of the profile, the pages, and the categories, authors and sources that posts refer to."""
    facts: dict[str, Any] = json.loads(FACTS.read_text(encoding="utf-8"))
    profile = SiteProfile.load()
    if profile._state.adding:
        for name in PROFILE_FIELDS:
            setattr(profile, name, facts.get(name, ""))
        profile.save()
    for path, values in facts["categories"].items():
        _make_category(path.split("/"), values)
    for name, values in facts["authors"].items():
        if not Author.objects.filter(name=name).exists():
            save_named(Author(name=name, **values))
    for name, values in facts["sources"].items():
        if not Source.objects.filter(key=source_key(name)).exists():
            save_named(Source(name=name, **values))
    for position, values in enumerate(json.loads(PAGES.read_text(encoding="utf-8"))):
        _make_page(values, position)


def _make_page(values: dict[str, str], position: int) -> None:
    if not Page.objects.filter(slug=values["slug"], language=values["language"]).exists():
        save_page(Page(**values, position=position, is_published=True))


def _make_category(path: list[str], values: dict[str, str]) -> None:
    """Create a category if missing; parents must come before their children in the file."""
    parent = None
    for name in path[:-1]:
        parent = Category.objects.get(parent=parent, name=name)
    if not Category.objects.filter(parent=parent, name=path[-1]).exists():
        save_category(Category(parent=parent, name=path[-1], **values))
