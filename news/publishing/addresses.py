"""Keeps old addresses alive when a public thing is renamed, moved or purged."""

from django.conf import settings
from django.db import models
from django.utils import translation

from news.models import Address, Author, Category, Post, Source, Tag
from news.models.address import PATH_LENGTH

TYPE_NAMES: dict[type[models.Model], str] = {
    Post: "post",
    Category: "category",
    Tag: "tag",
    Author: "author",
    Source: "source",
}


def site_path(thing: Post | Category | Tag | Author | Source) -> str:
    """Its path under the site's own language, which is how addresses are stored."""
    with translation.override(settings.LANGUAGE_CODE):
        return thing.get_absolute_url()


def remember_address(path: str, thing: models.Model) -> bool:
    """Makes an old path lead to a thing. False when the path is too long or already leads to another thing."""
    if len(path) > PATH_LENGTH:
        return False
    name = TYPE_NAMES[type(thing)]
    address, is_new = Address.objects.get_or_create(path=path, defaults={name: thing})
    if not is_new and address.target is None:
        setattr(address, name, thing)
        address.save()
    return address.target == thing


def forget_target(thing: Post) -> None:
    """Before a purge: what readers knew stays as «gone», what they never saw disappears without a trace."""
    if thing.was_public():
        remember_address(site_path(thing), thing)
    else:
        thing.addresses.all().delete()
