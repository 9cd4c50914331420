"""Build the template context of a standalone page (not a post), and choose the language to show it in."""

from typing import Any

from django.conf import settings
from django.utils import translation

from news.models import Page, PageQuerySet
from news.rendering.body import BodyComposer, find_pictures
from news.rendering.languages import language_tag
from news.rendering.meta import PageMeta, share_image
from news.rendering.safe_html import clean_markup, composed_markup
from news.rendering.site import PagePlace, Site


def find_family(pages: PageQuerySet, slug: str) -> dict[str, Page]:
    """Return the page of a slug by language, for every language it exists in. One query."""
    return {page.language: page for page in pages.filter(slug=slug)}


def choose_page(family: dict[str, Page], language: str) -> Page | None:
    """Return the page in the chrome's language, else in another one; None if there is none at all."""
    return family.get(language) or next(iter(family.values()), None)


def page_context(page: Page, family: dict[str, Page], site: Site, place: PagePlace) -> dict[str, Any]:
    body = clean_markup(page.body)
    composer = BodyComposer(find_pictures([body]), is_imported=False)
    meta = PageMeta(
        title=f"{page.title} - {site.name}",
        canonical=place.absolute(page_path(page)),
        description=page.description or site.description,
        image=share_image(site.share_image, place),
        alternates=_translation_links(page, family, place),
        modified_at=page.updated_at,
    )
    return {"meta": meta, "page": page, "body": composed_markup(composer.compose(body))}


def page_path(page: Page) -> str:
    """Return the page's path under the chrome of its own language."""
    with translation.override(page.language):
        return page.get_absolute_url()


def _translation_links(page: Page, family: dict[str, Page], place: PagePlace) -> list[tuple[str, str]]:
    if len(family) == 1:
        return []
    links = [(language_tag(each.language), place.absolute(page_path(each))) for each in family.values()]
    default = family.get(settings.LANGUAGE_CODE, page)
    return [*links, ("x-default", place.absolute(page_path(default)))]
