"""What every page needs to know about the site and about its own address."""

from dataclasses import dataclass
from urllib.parse import urljoin

from django.utils.functional import cached_property
from django.utils.safestring import SafeString

from news.models import Category, Image, SiteProfile
from news.rendering.languages import bare_path, path_in
from news.rendering.safe_html import clean_markup


@dataclass(frozen=True)
class PagePlace:
    """Where a page is shown: the site's root URL, the chrome's language, the path and the page number in a list."""

    base_url: str
    language: str
    path: str
    page_number: int = 1

    @property
    def url(self) -> str:
        """The absolute URL with the page number but without any other query parameters of the request."""
        return self.at_page(self.page_number)

    def at_page(self, number: int) -> str:
        """Return the absolute URL of a page of the list; the first page has no number."""
        return self.absolute(self.path) + (f"?page={number}" if number > 1 else "")

    def absolute(self, path: str) -> str:
        return urljoin(self.base_url, path)

    def url_in(self, language: str) -> str:
        """Return the absolute URL of the same page under another language's chrome."""
        return self.absolute(path_in(language, bare_path(self.path)))


@dataclass(frozen=True)
class Site:
    """The site profile in one of the chrome's languages."""

    profile: SiteProfile
    language: str

    @property
    def name(self) -> str:
        return (self.profile.name_en if self.language == "en" else "") or self.profile.name

    @property
    def description(self) -> str:
        return (self.profile.description_en if self.language == "en" else "") or self.profile.description

    @property
    def footer(self) -> SafeString:
        return clean_markup((self.profile.footer_en if self.language == "en" else "") or self.profile.footer)

    @property
    def verification_tags(self) -> list[tuple[str, str]]:
        """Pairs, because a template's `.items` on a dict would return a tag named «items» instead."""
        return list(self.profile.verification_tags.items())

    @cached_property
    def logo(self) -> Image | None:
        return self.profile.logo if self.profile.logo and self.profile.logo.is_ready else None

    @cached_property
    def icon(self) -> Image | None:
        return self.profile.icon if self.profile.icon and self.profile.icon.is_ready else None

    @cached_property
    def share_image(self) -> Image | None:
        return self.profile.share_image if self.profile.share_image and self.profile.share_image.is_ready else None


def read_site(language: str) -> Site:
    return Site(SiteProfile.load(), language)


def main_categories() -> list[Category]:
    """Return the top-level categories in the editors' order."""
    return list(Category.objects.roots().order_by("position", "path"))
