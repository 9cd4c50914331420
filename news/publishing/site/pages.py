"""Saves and deletes pages; a changed slug leaves its old address behind."""

from django.db import transaction

from news.models import Address, Page
from news.publishing.names.addresses import remember_address, site_path


@transaction.atomic
def save_page(page: Page) -> Page:
    before = Page.objects.filter(pk=page.pk).first() if page.pk else None
    page.save()
    if before and before.is_published and before.slug != page.slug:
        remember_address(site_path(before), page)
    return page


@transaction.atomic
def delete_page(page: Page) -> None:
    """Deletes a page. Its address answers «gone» if readers knew it, unless a translation still uses it."""
    has_translation = Page.objects.filter(slug=page.slug).exclude(pk=page.pk).exists()
    if page.is_published and not has_translation:
        remember_address(site_path(page), page)
    else:
        Address.objects.filter(page=page).delete()
    page.delete()
