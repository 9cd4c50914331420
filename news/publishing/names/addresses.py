"""Keeps old addresses alive when a public thing is renamed, moved or purged."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import translation

from news.models import Address, Author, Category, Page, Post, Source, Tag
from news.models.address import PATH_LENGTH, TARGETS

TYPE_NAMES: dict[type[models.Model], str] = {
    Post: "post",
    Category: "category",
    Tag: "tag",
    Author: "author",
    Source: "source",
    Page: "page",
}


def site_path(thing: Post | Category | Tag | Author | Source | Page) -> str:
    """Returns its path in the site's own language, which is how addresses are stored."""
    with translation.override(settings.LANGUAGE_CODE):
        return thing.get_absolute_url()


def remember_address(path: str, thing: models.Model) -> bool:
    """Makes an old path redirect to the thing that last used it. False when the path is too long to keep."""
    if len(path) > PATH_LENGTH:
        return False
    Address.objects.update_or_create(path=path, defaults={**dict.fromkeys(TARGETS), TYPE_NAMES[type(thing)]: thing})
    return True


def leave_post(post: Post) -> None:
    """Prepares a purge: addresses that readers knew will answer «gone», others are deleted."""
    if post.was_public():
        remember_address(site_path(post), post)
        remember_address(short_path(post), post)
    else:
        post.addresses.all().delete()


def short_path(post: Post) -> str:
    with translation.override(settings.LANGUAGE_CODE):
        return reverse("post_short", args=[post.pk])
