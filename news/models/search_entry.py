"""The searchable text of a post, folded and cut into tokens. Written only by `news.search.index`."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SearchEntry(models.Model):
    """Each column is "" or tokens with a space before, between and after them.

    The database derives the index from this table (migration 0007): with triggers on SQLite, a generated column on
    PostgreSQL. So any write or deletion keeps the index correct. Posts in any state have an entry; the searcher
    supplies the posts that may be found. The body comes last, because it is long and ranking reads only the columns
    before it.
    """

    post = models.OneToOneField("news.Post", models.CASCADE, primary_key=True, related_name="search_entry")
    title = models.TextField(blank=True)
    summary = models.TextField(blank=True)
    pinyin = models.TextField(blank=True)
    body = models.TextField(blank=True)

    class Meta:
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.pk}"
