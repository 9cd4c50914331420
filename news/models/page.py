"""Pages apart from the posts: about, contact, terms. Their addresses are short: /about/."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from news.models.fields import CleanHTMLField, PlainTextField

# First path segments with another use; a test compares them with the URL configuration.
RESERVED_SLUGS = frozenset(
    (
        *("admin", "api", "archive", "author", "category", "feed", "feeds", "healthz", "i", "media", "p", "readyz"),
        *("rss", "search", "sitemap", "source", "static", "tag", "views"),
        *(code for code, _name in settings.LANGUAGES),
    )
)


class PageQuerySet(models.QuerySet["Page"]):
    def published(self) -> "PageQuerySet":
        return self.filter(is_published=True)

    def in_footer(self, language: str) -> "PageQuerySet":
        return self.published().filter(is_in_footer=True, language=language)


class Page(models.Model):
    """A slug may exist once in each language: `/about/` and `/en/about/` are translations of each other."""

    title = PlainTextField(_("title"), max_length=200)
    slug = models.SlugField(
        _("slug"), max_length=60, help_text=_("The address: “about” gives /about/. Translations share it.")
    )
    language = models.CharField(_("language"), max_length=16, choices=settings.LANGUAGES, default="zh-hans")
    body = CleanHTMLField(_("body"), blank=True)
    description = PlainTextField(_("description for search engines"), max_length=300, blank=True)
    is_published = models.BooleanField(_("published"), default=False)
    is_in_footer = models.BooleanField(_("in the footer"), default=True)
    position = models.PositiveIntegerField(_("position"), default=0, help_text=_("Order in the footer."))
    updated_at = models.DateTimeField(_("updated"), auto_now=True)

    objects = PageQuerySet.as_manager()

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        ordering = ["position", "slug", "language"]
        constraints = [
            models.UniqueConstraint(
                fields=["language", "slug"],
                name="page_slug_once_per_language",
                violation_error_message=_("Another page in this language has this slug."),
            ),
            models.CheckConstraint(condition=~Q(slug=""), name="page_has_slug"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("page", args=[self.slug])

    def clean(self) -> None:
        if self.slug in RESERVED_SLUGS or self.slug.isdigit():
            raise ValidationError({"slug": _("This address is taken by the site itself. Choose another slug.")})
