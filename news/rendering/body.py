"""Turn stored bodies into page HTML: pictures or placeholders, link `rel`, scrolling tables, gapless heading levels."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import escape, unescape
from urllib.parse import urlsplit

from django.conf import settings
from django.http.request import validate_host
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from news.models import Image, Post, RawSource
from news.rendering.anchors import Anchors, Heading
from news.rendering.pictures import missing_picture, whole_picture, zoom_link
from news.rendering.rights import shown_parts
from news.rendering.safe_html import clean_markup, composed_markup

# The cleaner escapes «<», «>» and «"» in text and attribute values, so these patterns match only real tags.
_PICTURE_ID = re.compile(r'<img [^>]*?\bsrc="/i/(\d+)/"')
_TAG = re.compile(r"<(/?)(img|a|table|pre|h[234])\b([^>]*)>")
_ATTRIBUTE = re.compile(r'\b([a-z]+)="([^"]*)"')
_CAPTION = re.compile(r"<caption\b[^>]*>(.*?)</caption>", re.DOTALL)
_IMG = r"(?:<a\b[^>]*>\s*)?<img [^>]*>(?:\s*</a>)?\s*"
_FIGURE = rf"<figure\b[^>]*>\s*(?:<p>\s*)?{_IMG}(?:</p>\s*)?(?:<figcaption\b[^>]*>(.*?)</figcaption>\s*)?</figure>"
_ALONE = rf"<p\b[^>]*>\s*{_IMG}</p>"
_FIRST_PICTURE = re.compile(rf"{_FIGURE}|{_ALONE}|<img [^>]*>", re.DOTALL)
_ANY_TAG = re.compile(r"<[^>]*>")
FIRST_LEVEL = 2  # of headings in a body: the title is the h1


@dataclass(frozen=True, slots=True)
class RenderedBody:
    """`header_caption` is the caption of a first picture that was left out because it is also the header image."""

    html: SafeString
    is_header_taken_out: bool
    header_caption: SafeString
    contents: list[Heading] = field(default_factory=list)


def render_body(post: Post) -> RenderedBody:
    """Render a post's body for its page; empty when the rights forbid showing it.

    One query however many pictures there are, and one more for a post that `for_page` did not read.
    """
    stored = clean_markup(shown_parts(post).body)
    body, caption = _take_out_header_image(stored, post.header_image_id)
    composer = BodyComposer(find_pictures([body]), is_imported=_is_imported(post))
    html = composed_markup(composer.compose(body))
    return RenderedBody(html, len(body) < len(stored), clean_markup(caption), composer.contents)


def _is_imported(post: Post) -> bool:
    if hasattr(post, "raw_source_pk"):
        return bool(post.source_id or post.raw_source_pk)
    return post.pk in find_imported([post])


def find_pictures(bodies: Iterable[str]) -> dict[int, Image]:
    """Return the image rows of all pictures in the bodies, by id. One query."""
    ids = {int(number) for body in bodies for number in _PICTURE_ID.findall(body)}
    return Image.objects.in_bulk(ids) if ids else {}


def find_imported(posts: Iterable[Post]) -> set[int]:
    """Return the ids of the posts that came from outside. One query."""
    posts = list(posts)
    with_file = RawSource.objects.filter(post__in=[post.pk for post in posts]).values_list("post_id", flat=True)
    return {post.pk for post in posts if post.source_id} | set(with_file)


def _take_out_header_image(body: str, image_id: int | None) -> tuple[str, str]:
    """Return the body without its first picture if that is also the header image, and the removed picture's caption."""
    found = _FIRST_PICTURE.search(body) if image_id else None
    if found is None or f' src="/i/{image_id}/"' not in found[0]:
        return body, ""
    return body[: found.start()] + body[found.end() :], found[1] or ""


def is_external(url: str) -> bool:
    """Tell whether a link leads to a host other than the site's own."""
    host = urlsplit(url).hostname or ""
    return bool(host) and not validate_host(host, settings.ALLOWED_HOSTS)


class BodyComposer:
    """Rewrite clean HTML in one pass. Use one instance per body; `compose` fills `contents` with the top headings."""

    has_anchors = True

    def __init__(self, pictures: dict[int, Image], *, is_imported: bool) -> None:
        self.pictures = pictures
        self.relation = "noopener nofollow ugc" if is_imported else "noopener"
        self.is_in_link = False
        self.table_depth = self.table_count = self.code_count = 0
        self.open_levels: list[int] = []
        self.shown_level = 2
        self.anchors = Anchors()
        self.contents: list[Heading] = []

    def compose(self, html: str) -> str:
        self.html = html
        return _TAG.sub(self._replace, html)

    def _replace(self, match: re.Match[str]) -> str:
        is_end, name = bool(match[1]), match[2]
        match name:
            case "img":
                return self.show_picture(_attributes(match[3]))
            case "a":
                return self.end_link() if is_end else self.start_link(self._mark_address(match))
            case "table":
                return self.end_table() if is_end else self.start_table(match)
            case "pre":
                return "</pre>" if is_end else self.start_code(match)
        return f"</h{self.shown_level}>" if is_end else self.start_heading(match)

    def show_picture(self, attributes: dict[str, str]) -> str:
        image = self.pictures.get(int(attributes["src"].strip("/i")))
        alt = attributes.get("alt", "") or (image.alt if image else "")
        if image and image.is_ready:
            picture = whole_picture(image, alt)
            return picture if self.is_in_link else zoom_link(image, picture, alt)
        return missing_picture(image, alt, has_link=not self.is_in_link)

    def _mark_address(self, match: re.Match[str]) -> dict[str, str]:
        """Return a link's attributes; the class `url` lets a link text that is itself a URL break anywhere."""
        is_address = self.html.startswith(("http://", "https://"), match.end())
        return _attributes(match[3]) | ({"class": "url"} if is_address else {})

    def start_link(self, attributes: dict[str, str]) -> str:
        self.is_in_link = True
        href = attributes.get("href", "")
        if is_external(href):
            attributes["rel"] = self.relation
        return f"<a{_join(attributes)}>"

    def end_link(self) -> str:
        self.is_in_link = False
        return "</a>"

    def start_table(self, match: re.Match[str]) -> str:
        """Put an outermost table into a scrolling region labelled with the table's caption."""
        self.table_depth += 1
        if self.table_depth > 1:
            return match[0]
        self.table_count += 1
        end = self.html.find("</table>", match.end())
        caption = _CAPTION.search(self.html, match.end(), end if end > 0 else len(self.html))
        name = unescape(_ANY_TAG.sub("", caption[1])).strip() if caption else ""
        number = gettext("Table %(number)s") % {"number": self.table_count}
        return f'<div class="scrolling" tabindex="0" role="region" aria-label="{escape(name or number)}">{match[0]}'

    def end_table(self) -> str:
        self.table_depth -= 1
        return "</table></div>" if self.table_depth == 0 else "</table>"

    def start_code(self, match: re.Match[str]) -> str:
        self.code_count += 1
        label = gettext("Code %(number)s") % {"number": self.code_count}
        return f'<pre{match[3]} tabindex="0" role="region" aria-label="{escape(label)}">'

    def start_heading(self, match: re.Match[str]) -> str:
        """Renumber heading levels so that they begin at h2, below the title's h1, and never skip one."""
        level = int(match[2][1])
        while self.open_levels and self.open_levels[-1] >= level:
            self.open_levels.pop()
        self.open_levels.append(level)
        self.shown_level = 1 + len(self.open_levels)
        anchor = f' id="{self._name_heading(match)}"' if self.has_anchors else ""
        return f"<h{self.shown_level}{anchor}{match[3]}>"

    def _name_heading(self, match: re.Match[str]) -> str:
        end = self.html.find(f"</{match[2]}>", match.end())
        text = " ".join(unescape(_ANY_TAG.sub("", self.html[match.end() : end])).split())
        anchor = self.anchors.name(text)
        if text and self.shown_level == FIRST_LEVEL:
            self.contents.append(Heading(anchor, text))
        return anchor


def _attributes(source: str) -> dict[str, str]:
    return {name: unescape(value) for name, value in _ATTRIBUTE.findall(source)}


def _join(attributes: dict[str, str]) -> str:
    return "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
