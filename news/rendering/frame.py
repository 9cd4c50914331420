"""The data around every public page: site, categories, footer, languages. Knows nothing of HTTP."""

from dataclasses import dataclass
from typing import Any

from news.models import Category, Page
from news.rendering.languages import bare_path, language_tag, other_languages, path_in
from news.rendering.site import PagePlace, Site, main_categories, read_site


@dataclass(frozen=True, slots=True)
class PageFrame:
    place: PagePlace
    site: Site
    categories: list[Category]
    footer_pages: list[Page]


def make_frame(place: PagePlace) -> PageFrame:
    """Read the frame in three queries."""
    pages = list(Page.objects.in_footer(place.language).defer("body"))
    return PageFrame(place, read_site(place.language), main_categories(), pages)


def frame_context(frame: PageFrame) -> dict[str, Any]:
    """Return what `public/base.html` needs besides the page's own `meta`."""
    return {
        "place": frame.place,
        "site": frame.site,
        "categories": frame.categories,
        "footer_pages": frame.footer_pages,
        "html_lang": language_tag(frame.place.language),
        "switches": switches(frame.place),
    }


def switches(place: PagePlace, query: str = "") -> list[tuple[str, str]]:
    """Return (language, path of this page in its chrome) pairs. `query`: «?…» if the page has its own, else ""."""
    query = query or (f"?page={place.page_number}" if place.page_number > 1 else "")
    codes = other_languages(place.language)
    return [(code, path_in(code, bare_path(place.path)) + query) for code in codes]
