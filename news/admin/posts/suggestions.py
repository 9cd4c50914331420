"""Requests of the post form while a user types: tags and authors that match a name, and adding an author."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, Manager
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from news.admin.fields import find_author
from news.admin.names.finding import NameRow, find_names
from news.admin.requests import acting_user
from news.models import Author, Tag
from news.publishing.log.activity import record_activity
from news.publishing.names.categories import save_named
from news.text.keys import fold_key
from news.text.plain import clean_plain
from news.text.slugs import free_slug, slugify_or_hash

AUTHOR_NAME_LENGTH = 100


@require_safe
def suggest_tags(request: HttpRequest) -> JsonResponse:
    """Return the tags that match `q`, with how many posts use each."""
    _must_write(request)
    rows = Tag.objects.order_by().values_list("pk", "name", "key", "slug")
    found = find_names((NameRow(*row) for row in rows), request.GET.get("q", ""))
    uses = _count_uses(Tag.objects, "items", found)
    return JsonResponse({"found": [{"name": row.name, "uses": uses.get(row.pk, 0)} for row in found]})


@require_safe
def suggest_authors(request: HttpRequest) -> JsonResponse:
    """Return the authors that match `q`: id, name, role, and in how many bylines each appears."""
    _must_write(request)
    rows = Author.objects.order_by().values_list("pk", "name", "slug")
    found = find_names((NameRow(pk, name, fold_key(name), slug) for pk, name, slug in rows), request.GET.get("q", ""))
    uses = _count_uses(Author.objects, "bylines", found)
    roles = dict(Author.objects.filter(pk__in=[row.pk for row in found]).values_list("pk", "role"))
    return JsonResponse(
        {
            "found": [
                {"id": row.pk, "name": row.name, "role": roles.get(row.pk, ""), "uses": uses.get(row.pk, 0)}
                for row in found
            ]
        }
    )


@require_POST
def add_author(request: HttpRequest) -> JsonResponse:
    """Add an author called `name`, or return the existing author of that name."""
    user = acting_user(request)
    if not user.has_perm("news.add_author"):
        raise PermissionDenied
    name = clean_plain(request.POST.get("name", ""))
    if not fold_key(name) or len(name) > AUTHOR_NAME_LENGTH:
        text = _("Write a name of 1 to %(count)d characters.") % {"count": AUTHOR_NAME_LENGTH}
        return JsonResponse({"error": text}, status=400)
    author = find_author(name) or _make_author(request, name)
    return JsonResponse({"id": author.pk, "name": author.name})


@transaction.atomic
def _make_author(request: HttpRequest, name: str) -> Author:
    author = Author(name=name, slug=_free_slug(name))
    save_named(author)
    record_activity(acting_user(request), "added", author)
    return author


def _free_slug(name: str) -> str:
    base = slugify_or_hash(name, prefix="author")
    taken = set(Author.objects.filter(slug__startswith=base[:40]).values_list("slug", flat=True))
    return free_slug(base, taken)


def _must_write(request: HttpRequest) -> None:
    """Raises: PermissionDenied for users who may not write posts."""
    user = acting_user(request)
    if not (user.has_perm("news.add_post") or user.has_perm("news.change_post")):
        raise PermissionDenied


def _count_uses(names: Manager[Any], relation: str, found: list[NameRow]) -> dict[int, int]:
    rows = names.filter(pk__in=[row.pk for row in found]).order_by()
    return dict(rows.annotate(uses=Count(relation)).values_list("pk", "uses"))
