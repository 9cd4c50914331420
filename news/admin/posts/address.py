"""Suggest a post's address while its title is typed, and list the posts that already have that title."""

import datetime as dt

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from news.admin.posts.addresses import form_url
from news.admin.requests import acting_user, read_id
from news.models import Post, PostQuerySet, User
from news.publishing.posts.access import may_see
from news.rendering.meta import post_path
from news.text.plain import clean_plain
from news.text.slugs import free_slug, slugify, slugify_or_hash

MAX_TITLE = 300
MAX_SAME = 3
SAMPLE_SLUG = "0"  # a placeholder for the slug, cut off again


@require_safe
def slug_view(request: HttpRequest) -> JsonResponse:
    """Take `title` and optionally `post`, `day` (ISO) and `language`; return a free slug, the address before it, and up
    to three posts with the same title that this user may know of."""
    user = acting_user(request)
    if not (user.has_perm("news.add_post") or user.has_perm("news.change_post")):
        raise PermissionDenied
    title = clean_plain(request.GET.get("title", ""), MAX_TITLE)
    pk, day = read_id(request.GET.get("post", "")), _read_day(request.GET.get("day", ""))
    return JsonResponse(
        {
            "slug": _free_slug(title, pk, day),
            "prefix": request.build_absolute_uri(address_start(day, request.GET.get("language", ""))),
            "same": [_describe(post, user) for post in _same_title(user, title, pk)],
        }
    )


def address_start(day: dt.date | None, language: str) -> str:
    """Return the path of a post of that day and language, up to its slug. A day of None means today."""
    day = day or timezone.localdate(timezone=timezone.get_default_timezone())
    known = language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    with translation.override(known):
        path = reverse("post", args=[f"{day:%Y}", f"{day:%m}", f"{day:%d}", SAMPLE_SLUG])
    return path.removesuffix(f"{SAMPLE_SLUG}/")


def follows_title(post: Post) -> bool:
    """Tell whether the slug may still change with the title: no one typed it, and no reader has seen it."""
    if post.was_public():
        return False
    made = slugify_or_hash(post.title, prefix="post")
    return not post.slug or post.slug == made or is_numbered(post.slug, made)


def is_numbered(slug: str, base: str) -> bool:
    """Tell whether `slug` is `base`, perhaps shortened, with a number that made it unique."""
    head, _hyphen, number = slug.rpartition("-")
    return number.isdecimal() and bool(head) and (head == base or base.startswith(f"{head}-"))


def _read_day(text: str) -> dt.date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _free_slug(title: str, pk: int, day: dt.date | None) -> str:
    """Return a free slug, or "" for a title without usable characters; the server then makes one on save."""
    slug = slugify(title)
    if not slug or day is None:
        return slug
    others = Post.objects.filter(path_on=day, slug__startswith=slug[:50]).exclude(pk=pk)
    return free_slug(slug, set(others.values_list("slug", flat=True)))


def _same_title(user: User, title: str, pk: int) -> PostQuerySet:
    if not title:
        return Post.objects.none()
    known = Post.objects.visible_to(user).not_trashed() | Post.objects.published()
    return known.filter(title=title).exclude(pk=pk).defer("body").order_by("-updated_at")[:MAX_SAME]


def _describe(post: Post, user: User) -> dict[str, str]:
    url = form_url(post) if may_see(user, post) else post_path(post)
    moment = timezone.localtime(post.published_at or post.updated_at)
    return {"title": post.title, "state": str(post.state.label), "day": date_format(moment, "DATE_FORMAT"), "url": url}
