"""Checks the header image and the pictures in the body."""

import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from django.utils import timezone

from news.publishing.checks.checked import CheckedImage, CheckedPost
from news.publishing.checks.findings import Changes, Rule, Severity, Spot
from news.publishing.checks.places import BodyPlace, change_elements
from news.publishing.checks.structure import squash
from news.text.html_tree import Element, has_content, remove
from news.text.image_urls import unwrap_image_url
from news.text.titles import repair_title

MIN_WIDTH_PX = 800
_OURS = re.compile(r"/i/([0-9]{1,18})/")
_REMOTE = ("http://", "https://", "//")
_FILE_NAME = re.compile(
    r"[^\s]+\.(?:jpe?g|png|gif|webp|avif|bmp|tiff?|heic)|(?:img|dsc|dscn|dcim|mvimg|pxl|wechatimg|screenshot|image|微信图片)"
    r"[-_ ]?[0-9][-_0-9 ]*|[0-9a-f]{16,}|[0-9_-]{8,}",
    re.IGNORECASE,
)


def image_id(src: str) -> int | None:
    """Returns the id of one of our pictures, None for any other address."""
    match = _OURS.fullmatch(src)
    return int(match[1]) if match else None


def _row(post: CheckedPost, image: Element) -> CheckedImage | None:
    return post.images.get(image_id(image.get("src", "")) or 0)


def _no_header(post: CheckedPost) -> Iterable[Spot]:
    return () if post.header else (Spot(),)


def _header_without_alt(post: CheckedPost) -> Iterable[Spot]:
    header = post.header
    return (Spot(),) if header and not header.alt.strip() and not header.is_decorative else ()


def _small_header(post: CheckedPost) -> Iterable[Spot]:
    header = post.header
    if header and header.state == "ready" and header.width_px < MIN_WIDTH_PX:
        yield Spot({"width": header.width_px, "min": MIN_WIDTH_PX})


def _repeated_header(post: CheckedPost) -> Iterable[Spot]:
    if post.header:
        for place, image in post.tree.images:
            if image_id(place.text) == post.header.pk:
                yield Spot({}, place, is_mendable=_may_go(post, image))


def _may_go(post: CheckedPost, image: Element) -> bool:
    """Tells whether removing it loses no text: no caption, and no description that the header image lacks."""
    figure = next(image.iterancestors("figure"), None)
    is_alone = figure is None or not has_content(figure, [figure[0] if len(figure) else image])
    alt = image.get("alt", "").strip()
    return is_alone and post.header is not None and (not alt or bool(post.header.alt.strip()))


def _mend_repeated_header(post: CheckedPost, place: BodyPlace | None) -> Changes:
    def is_wrong(image: Element) -> bool:
        is_header = post.header is not None and image_id(image.get("src", "")) == post.header.pk
        return is_header and _may_go(post, image)

    return {"body": change_elements(post.body, "image", place, is_wrong, _take_out)}


def _take_out(image: Element) -> None:
    """Removes the picture with the figure, link or paragraph that contains nothing else."""
    node = image
    while (parent := node.getparent()) is not None:
        remove(node)
        if parent.tag not in ("figure", "p", "a") or has_content(parent):
            return
        node = parent


def _remote(post: CheckedPost, *, is_secure: bool) -> Iterator[Spot]:
    """Finds remote pictures in a form; saving removes them, so that only our own pictures remain."""
    for place, _image in post.tree.images:
        if place.text.startswith(_REMOTE) and (not place.text.startswith("http:")) == is_secure:
            yield Spot({"host": _host(place.text), "action": "download"}, place)


def _host(url: str) -> str:
    """Returns the host that really serves the picture, behind any proxy."""
    try:
        return urlsplit(unwrap_image_url(url).url or url).hostname or url
    except ValueError:
        return url


def _insecure(post: CheckedPost) -> Iterable[Spot]:
    return _remote(post, is_secure=False)


def _not_here(post: CheckedPost) -> Iterable[Spot]:
    yield from _remote(post, is_secure=True)
    yield from _unready(post, is_proxied=False)


def _proxied(post: CheckedPost) -> Iterable[Spot]:
    return _unready(post, is_proxied=True)


def _unready(post: CheckedPost, *, is_proxied: bool) -> Iterator[Spot]:
    """Finds each picture without a file once, however often it is shown. Failed ones can be requested again."""
    for row, place in _rows(post):
        if row.state != "ready" and bool(row.wrapper_url) == is_proxied:
            facts = {"image": row.pk, "state": row.state, "host": _host(row.wrapper_url or row.original_url)}
            is_mendable = row.state in ("failed", "refused")
            yield Spot(
                {**facts, "action": "again"} if is_mendable else facts,
                place,
                "" if place else "header_image",
                is_mendable=is_mendable,
            )


def _rows(post: CheckedPost) -> Iterator[tuple[CheckedImage, BodyPlace | None]]:
    """Yields each library picture in the post once; the place is None for the header image."""
    seen = set()
    if post.header:
        seen.add(post.header.pk)
        yield post.header, None
    for place, image in post.tree.images:
        row = _row(post, image)
        if row and row.pk not in seen:
            seen.add(row.pk)
            yield row, place


def _gone(post: CheckedPost) -> Iterable[Spot]:
    for place, _image in post.tree.images:
        number = image_id(place.text)
        if number is not None and number not in post.images:
            yield Spot({"image": number}, place)


def _without_alt(post: CheckedPost) -> Iterable[Spot]:
    for place, image in post.tree.images:
        row = _row(post, image)
        if not image.get("alt", "").strip() and not (row and row.is_decorative):
            yield Spot({"alt": _known_alt(post, image)}, place, is_mendable=bool(_known_alt(post, image)))


def _known_alt(post: CheckedPost, image: Element) -> str:
    """Returns the library's alternative text of a picture, "" when it is a file name or the title."""
    row = _row(post, image)
    alt = row.alt.strip() if row else ""
    return "" if _is_file_name(alt, row) or _is_title(alt, post.title) else alt


def _mend_alt(post: CheckedPost, place: BodyPlace | None) -> Changes:
    def is_wrong(image: Element) -> bool:
        return not image.get("alt", "").strip() and bool(_known_alt(post, image))

    def change(image: Element) -> None:
        image.set("alt", _known_alt(post, image))

    return {"body": change_elements(post.body, "image", place, is_wrong, change)}


def _file_name_alt(post: CheckedPost) -> Iterable[Spot]:
    if post.header and _is_file_name(post.header.alt, post.header):
        yield Spot({"alt": post.header.alt}, None, "header_alt")
    for place, image in post.tree.images:
        alt = image.get("alt", "")
        if _is_file_name(alt, _row(post, image)):
            yield Spot({"alt": alt}, place)


def _is_file_name(alt: str, row: CheckedImage | None) -> bool:
    alt = alt.strip()
    if not alt:
        return False
    name = unquote(row.original_name) if row else ""
    return bool(_FILE_NAME.fullmatch(alt)) or (bool(name) and alt in (name, PurePosixPath(name).stem))


def _title_alt(post: CheckedPost) -> Iterable[Spot]:
    """Reports a picture that is both the header image and in the body only once."""
    shown = {image_id(place.text) for place, image in post.tree.images if _is_title(image.get("alt", ""), post.title)}
    if post.header and post.header.pk not in shown and _is_title(post.header.alt, post.title):
        yield Spot({}, None, "header_alt")
    for place, image in post.tree.images:
        if _is_title(image.get("alt", ""), post.title):
            yield Spot({}, place)


def _is_title(alt: str, title: str) -> bool:
    """Tells whether `alt` is the title, or the full form of a title that has lost characters."""
    said = squash(alt)
    return bool(said) and (said == squash(title) or repair_title(title, [alt]) is not None)


def _licence_ended(post: CheckedPost) -> Iterable[Spot]:
    today = timezone.localtime(post.now, timezone.get_default_timezone()).date()
    for row, place in _rows(post):
        if row.licence_ends_on and row.licence_ends_on < today:
            yield Spot(
                {"day": row.licence_ends_on.isoformat(), "image": row.pk}, place, "" if place else "header_image"
            )


def _leave(_post: CheckedPost, _place: BodyPlace | None) -> Changes:
    """Changes nothing: the image library fixes these findings."""
    return {}


RULES = (
    Rule("header-missing", Severity.WARNING, "header_image", _no_header),
    Rule("header-alt-missing", Severity.ERROR, "header_alt", _header_without_alt),
    Rule("header-small", Severity.WARNING, "header_image", _small_header),
    Rule("header-repeated", Severity.WARNING, "body", _repeated_header, _mend_repeated_header),
    Rule("image-insecure", Severity.WARNING, "body", _insecure, _leave, is_download=True),
    Rule("image-remote", Severity.WARNING, "body", _not_here, _leave, is_download=True),
    Rule("image-proxied", Severity.WARNING, "body", _proxied, _leave, is_download=True),
    Rule("image-gone", Severity.WARNING, "body", _gone),
    Rule("alt-missing", Severity.WARNING, "body", _without_alt, _mend_alt),
    Rule("alt-file-name", Severity.WARNING, "body", _file_name_alt),
    Rule("alt-title", Severity.WARNING, "body", _title_alt),
    Rule("licence-ended", Severity.WARNING, "body", _licence_ended, is_timed=True),
)
