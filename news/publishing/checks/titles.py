"""Checks the title and the address made from it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from news.publishing.checks.checked import CheckedPost
from news.publishing.checks.findings import Changes, Rule, Severity, Spot
from news.publishing.checks.places import BodyPlace
from news.text.counts import count_han
from news.text.html_tree import text_of
from news.text.titles import repair_title

MAX_HAN = 30
MAX_SLUG = 60
# «… - Site», «… | Site», «…_Site»: a dash needs spaces around it, because «AI-2» is a name.
_TAIL = re.compile(r"(.+)(?:\s+[-–—]+\s+|\s*[|｜_]\s*)([^|｜_–—]{2,24})")
_SITE_LIKE = re.compile(r"(?:网|新闻网|日报|晚报|晨报|时报|频道|门户|\.(?:com|cn|net|org)(?:\.cn)?)$", re.IGNORECASE)
_MANGLED = re.compile(r"(?<=[^\x00-\x7f])_|_(?=[^\x00-\x7f])")


def find_tail(title: str) -> str:
    """Returns the text after the last separator of a title, which may be the name of a site; "" for none."""
    match = _TAIL.fullmatch(title.strip())
    return match[2].strip() if match else ""


def _empty(post: CheckedPost) -> Iterable[Spot]:
    return () if post.title.strip() else (Spot(),)


def _long(post: CheckedPost) -> Iterable[Spot]:
    count = count_han(post.title)
    return (Spot({"count": count, "max": MAX_HAN}),) if count > MAX_HAN else ()


def _mangled(post: CheckedPost) -> Iterable[Spot]:
    if "_" not in post.title or _site_name(post):
        return
    whole = repaired_title(post)
    if whole:
        yield Spot({"title": whole})
    elif _MANGLED.search(post.title):
        yield Spot({"title": ""}, is_mendable=False)


def repaired_title(post: CheckedPost) -> str:
    """Returns the title with its lost characters restored, if the text or a picture still has it in full; else ""."""
    return repair_title(post.title, _candidates(post)) or ""


def _candidates(post: CheckedPost) -> Iterator[str]:
    yield from (image.get("alt", "") for _place, image in post.tree.images)
    if post.header:
        yield post.header.alt
    yield from (image.alt for image in post.images.values())
    yield from (text_of(heading) for _place, heading in post.tree.headings)
    yield from (place.text for place, _paragraph in post.tree.paragraphs[:3])


def _mend_mangled(post: CheckedPost, _place: BodyPlace | None) -> Changes:
    whole = "" if _site_name(post) else repaired_title(post)
    return {"title": whole} if whole else {}


def _site_name(post: CheckedPost) -> str:
    tail = find_tail(post.title)
    names = {name.casefold() for name in post.site_names}
    return tail if tail and (tail.casefold() in names or _SITE_LIKE.search(tail)) else ""


def _with_site_name(post: CheckedPost) -> Iterable[Spot]:
    name = _site_name(post)
    return (Spot({"name": name}, is_mendable=bool(_mend_site_name(post, None))),) if name else ()


def _mend_site_name(post: CheckedPost, _place: BodyPlace | None) -> Changes:
    """Removes trailing site names, also several as in «… | Channel | Site»."""
    title = post.title
    while name := _site_name(replace(post, title=title)):
        shorter = title.strip().removesuffix(name).rstrip(" -–—|｜_")
        if not shorter:
            break
        title = shorter
    return {"title": title} if title != post.title else {}


def _bad_slug(post: CheckedPost) -> Iterable[Spot]:
    if len(post.slug) > MAX_SLUG or not post.slug.isascii():
        yield Spot({"count": len(post.slug), "max": MAX_SLUG})


RULES = (
    Rule("title-empty", Severity.ERROR, "title", _empty),
    Rule("title-long", Severity.WARNING, "title", _long),
    Rule("title-mangled", Severity.WARNING, "title", _mangled, _mend_mangled),
    Rule("title-site-name", Severity.WARNING, "title", _with_site_name, _mend_site_name),
    Rule("slug-long", Severity.WARNING, "slug", _bad_slug),
)
