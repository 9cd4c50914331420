"""Sitemaps of posts: by the month in their address, and the news of the last two days."""

import calendar
import datetime as dt
from collections.abc import Iterator
from itertools import groupby

from django.db.models import Count, Max, Q
from django.utils import timezone

from news.models import Post, PostQuerySet, SiteProfile
from news.rendering.archives import in_days
from news.rendering.meta import post_path, translation_links
from news.rendering.rights import shown_parts
from news.rendering.site import PagePlace, Site
from news.rendering.sitemaps.entries import News, Part, SitemapEntry, part_names, slice_of
from news.text.balance_html import strip_illegal

NEWS_HOURS = 48
NEWS_MAX = 1_000
CHUNK = 1_000  # rows read at once
NEWS_LANGUAGES = {"zh-hans": "zh-cn", "en": "en"}  # Google's news sitemaps require zh-cn for simplified Chinese
SHOWN_FIELDS = (
    *("slug", "path_on", "language", "published_at", "updated_at", "translation_of", "source__policy"),
    *("header_image__state", "header_image__file", "header_image__renditions"),
)


def listed_posts() -> PostQuerySet:
    """Return public posts whose canonical URL is on this site."""
    return Post.objects.published().canonical_here()


def month_parts() -> list[Part]:
    """List one or more parts for each month with posts, newest first. One query."""
    rows = listed_posts().order_by("-path_on").values_list("path_on")
    days = rows.annotate(count=Count("pk"), updated=Max("updated_at"), published=Max("published_at"))
    parts: list[Part] = []
    for month, group in groupby(days.iterator(), lambda row: f"{row[0]:%Y-%m}"):
        found = list(group)
        modified_at = max(max(row[2], row[3]) for row in found)
        names = part_names(f"posts-{month}", sum(row[1] for row in found))
        parts += [Part(name, modified_at) for name in names]
    return parts


def month_entries(first_day: dt.date, part: int, place: PagePlace) -> Iterator[SitemapEntry]:
    """Yield the posts of a month. Two queries, however many there are; rows are streamed, not kept."""
    last_day = first_day.replace(day=calendar.monthrange(first_day.year, first_day.month)[1])
    posts = in_days(listed_posts(), first_day, last_day)
    families = find_families(posts)
    rows = posts.select_related("header_image", "source").only(*SHOWN_FIELDS)[slice_of(part)]
    for post in rows.iterator(chunk_size=CHUNK):
        yield _post_entry(post, families.get(post.translation_of_id or post.pk, []), place)


def find_families(posts: PostQuerySet) -> dict[int, list[Post]]:
    """Group listed posts that are translations of each other by the id of their original. One query.

    Only families with a member in `posts`, which may be of any size, are read.
    """
    listed, some = listed_posts(), posts.order_by().values("pk")
    translated = listed.filter(translation_of__isnull=False)
    originals = translated.filter(Q(pk__in=some) | Q(translation_of__in=some)).values("translation_of")
    members = listed.filter(Q(pk__in=originals) | Q(translation_of__in=originals))
    families: dict[int, list[Post]] = {}
    for member in members.only("slug", "path_on", "language", "translation_of").newest_first().iterator():
        families.setdefault(member.translation_of_id or member.pk, []).append(member)
    return families


def _post_entry(post: Post, family: list[Post], place: PagePlace) -> SitemapEntry:
    by_language = {each.language: each for each in reversed(family) if each.language != post.language}
    image = post.header_image
    has_image = image is not None and image.is_ready and shown_parts(post).has_pictures
    return SitemapEntry(
        place.absolute(post_path(post)),
        max(post.updated_at, post.published_at or post.updated_at),
        [place.absolute(image.rendition_url(""))] if image and has_image else [],
        translation_links(post, list(by_language.values()), place),
    )


def news_entries(place: PagePlace) -> list[SitemapEntry]:
    """List the posts of the last 48 hours, at most a thousand, which is what Google's news sitemaps allow."""
    since = timezone.now() - dt.timedelta(hours=NEWS_HOURS)
    posts = listed_posts().filter(published_at__gt=since).defer("body").newest_first()[:NEWS_MAX]
    profile = SiteProfile.load()
    return [_news_entry(post, profile, place) for post in posts.iterator(chunk_size=CHUNK)]


def _news_entry(post: Post, profile: SiteProfile, place: PagePlace) -> SitemapEntry:
    name = strip_illegal(Site(profile, post.language).name)
    language = NEWS_LANGUAGES.get(post.language, post.language)
    published_at = post.published_at or post.updated_at
    news = News(name, language, published_at, strip_illegal(post.title))
    return SitemapEntry(place.absolute(post_path(post)), max(post.updated_at, published_at), news=news)
