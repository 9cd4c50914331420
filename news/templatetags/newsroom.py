"""The public templates' words: dates, pictures, tiles, languages, pages of lists."""

from collections.abc import Iterator
from typing import Any

from django import template
from django.core.paginator import Page
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from news.models import Category, Image, Post
from news.rendering import dates, languages, pictures
from news.rendering.meta import post_path
from news.rendering.rights import shown_parts
from news.rendering.site import Place

register = template.Library()

register.filter("short_date", dates.format_short)
register.filter("full_date", dates.format_full)
register.filter("clock", dates.format_clock)
register.filter("day", dates.format_day)
register.filter("month", dates.format_month)
register.filter("month_name", dates.format_month_name)
register.filter("iso", dates.format_iso)
register.filter("language_tag", languages.language_tag)
register.filter("parts", shown_parts)
register.simple_tag(post_path, name="canonical_path")

PAGES_AROUND = 2
LENGTH_STEP = 10  # a count to the last character would only pretend to matter


@register.simple_tag
def current_year() -> int:
    return dates.site_today().year


@register.filter
def language_name(code: str) -> str:
    """In the language itself."""
    return languages.NAMES.get(code, code)


@register.filter
def open_graph_locale(code: str) -> str:
    return languages.OPEN_GRAPH.get(code, code)


@register.simple_tag
def lang_attribute(post: Post) -> SafeString | str:
    """` lang="en"` for a post that is not in the language of the page around it."""
    if post.language == languages.current_language():
        return ""
    return format_html(' lang="{}"', languages.language_tag(post.language))


@register.simple_tag
def card_picture(image: Image, place_name: str, is_first: bool = False) -> SafeString:
    return pictures.card_picture(image, pictures.CARD_SIZES[place_name], is_first=bool(is_first))


@register.simple_tag
def portrait(image: Image) -> SafeString:
    return pictures.portrait_picture(image)


@register.simple_tag
def rendition_url(image: Image, name: str) -> str:
    return image.rendition_url(name)


@register.filter
def is_shown_on_card(post: Post) -> bool:
    """Whether the header image is there and may be shown; otherwise a tile stands in."""
    return bool(post.header_image and post.header_image.is_ready and shown_parts(post).has_pictures)


@register.inclusion_tag("public/parts/tile.html")
def tile(category: Category | None) -> dict[str, Any]:
    return {"tile": pictures.category_tile(category)}


@register.simple_tag
def text_length(post: Post) -> str:
    """In characters where most of it is Chinese, otherwise in words; to the nearest ten."""
    count = post.han_count + post.word_count
    shown = round(count, -1) if count > LENGTH_STEP else count
    if post.han_count > post.word_count:
        text = ngettext("About %(count)s character", "About %(count)s characters", shown)
    else:
        text = ngettext("About %(count)s word", "About %(count)s words", shown)
    return text % {"count": f"{shown:,}"}


@register.filter
def page_numbers(page: Page) -> Iterator[int | None]:
    """The numbers to show, None for a gap."""
    for number in page.paginator.get_elided_page_range(page.number, on_each_side=PAGES_AROUND, on_ends=1):
        yield number if isinstance(number, int) else None


@register.simple_tag
def page_path(place: Place, number: int) -> str:
    return f"{place.path}?page={number}" if number > 1 else place.path
