"""Tags and filters of the public templates: dates, pictures, tiles, languages, pages of lists."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django import template
from django.conf import settings
from django.core import paginator
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from news.models import Category, Image, Page, Post
from news.rendering import dates, languages, pictures
from news.rendering.archives import group_by_address_day, is_on_address_day
from news.rendering.feed_links import feed_links
from news.rendering.meta import post_path
from news.rendering.names import monogram
from news.rendering.rights import has_card_picture, shown_parts
from news.rendering.safe_html import composed_markup
from news.rendering.site import PagePlace

register = template.Library()

register.filter("short_date", dates.format_short)
register.filter("full_date", dates.format_full)
register.filter("clock", dates.format_clock)
register.filter("day", dates.format_day)
register.filter("month", dates.format_month)
register.filter("month_name", dates.format_month_name)
register.filter("long_day", dates.format_long_day)
register.filter("dated_weekday", dates.format_dated_weekday)
register.filter("year_name", dates.format_year)
register.filter("iso", dates.format_iso)
register.filter("language_tag", languages.language_tag)
register.filter("weekday", dates.format_weekday)
register.filter("parts", shown_parts)
register.filter("is_shown_on_card", has_card_picture)
register.filter("by_address_day", group_by_address_day)
register.filter(is_on_address_day)
register.simple_tag(post_path, name="canonical_path")
register.simple_tag(feed_links)
register.simple_tag(monogram)

PAGES_AROUND = 2
LENGTH_STEP = 10  # an exact count would be false precision


@register.simple_tag
def current_year() -> int:
    return dates.site_today().year


@register.filter
def language_name(code: str) -> str:
    """Return the language's name in that language."""
    return languages.NAMES.get(code, code)


@register.filter
def language_short_name(code: str) -> str:
    """Return a short name, for a language switch with little room."""
    return languages.SHORT_NAMES.get(code, code)


@register.simple_tag
def theme_script() -> SafeString:
    """Return the one inline script that the content security policy allows, by its hash."""
    return composed_markup(settings.NEWS_THEME_SCRIPT)


@register.filter
def open_graph_locale(code: str) -> str:
    return languages.OPEN_GRAPH.get(code, code)


@register.simple_tag
def lang_attribute(post: Post | Page) -> SafeString | str:
    """Return ` lang="en"` for a text that is not in the language of the page around it."""
    if post.language == languages.current_language():
        return ""
    return format_html(' lang="{}"', languages.language_tag(post.language))


@register.simple_tag
def chrome_lang(post: Post) -> SafeString | str:
    """Do the reverse of `lang_attribute`, for the site's own words inside such a text."""
    chrome = languages.current_language()
    return "" if post.language == chrome else format_html(' lang="{}"', languages.language_tag(chrome))


@register.simple_tag
def card_picture(image: Image, place_name: str, is_first: bool = False) -> SafeString:
    return pictures.card_picture(image, pictures.CARD_SIZES[place_name], is_first=bool(is_first))


@register.simple_tag
def portrait(image: Image) -> SafeString:
    return pictures.portrait_picture(image)


@register.simple_tag
def rendition_url(image: Image, name: str) -> str:
    return image.rendition_url(name)


@register.inclusion_tag("public/parts/tile.html")
def tile(category: Category | None) -> dict[str, Any]:
    return {"tile": pictures.category_tile(category)}


@register.simple_tag
def text_length(post: Post) -> str:
    """Give the length in characters if the text is mostly Chinese, otherwise in words; to the nearest ten."""
    count = post.han_count + post.word_count
    shown = round(count, -1) if count > LENGTH_STEP else count
    if post.han_count > post.word_count:
        text = ngettext("About %(count)s character", "About %(count)s characters", shown)
    else:
        text = ngettext("About %(count)s word", "About %(count)s words", shown)
    return text % {"count": f"{shown:,}"}


@register.filter
def host(url: str) -> str:
    """Return the host without «www.», as the label of a link to a website."""
    return (urlsplit(url).hostname or url).removeprefix("www.")


@register.filter
def page_numbers(page: paginator.Page[Any]) -> Iterator[int | None]:
    """Yield the page numbers to show, with None for a gap."""
    for number in page.paginator.get_elided_page_range(page.number, on_each_side=PAGES_AROUND, on_ends=1):
        yield number if isinstance(number, int) else None


@register.simple_tag
def list_page_path(place: PagePlace, number: int) -> str:
    return f"{place.path}?page={number}" if number > 1 else place.path


@register.simple_tag
def absolute_url(place: PagePlace, path: str) -> str:
    return place.absolute(path)
