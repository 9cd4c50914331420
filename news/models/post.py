"""Posts, and queries for many of them."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from news.models.author import Author
from news.models.category import Category
from news.models.correction import Correction
from news.models.fields import (
    CleanHTMLField,
    PlainLinesField,
    PlainTextField,
    WebURLField,
    refuse_expressions,
    web_url_check,
)
from news.models.links import PostCategory, link_prefetches, page_prefetches
from news.models.source import Source
from news.models.states import PostState, derive_state, state_condition
from news.models.tag import PostTag, Tag, TagManager
from news.models.user import User
from news.text.counts import TextCounts, count_html, reading_minutes
from news.text.excerpts import make_excerpt

EXCERPT_CHARS = 120
BODY_MAX_BYTES = 2 << 20


class PostQuerySet(models.QuerySet["Post"]):
    def published(self, at: dt.datetime | None = None) -> "PostQuerySet":
        """Returns what readers may see at a moment (aware; now by default). The one definition of public."""
        return self.filter(status="approved", published_at__lte=at or timezone.now(), trashed_at__isnull=True)

    def scheduled(self) -> "PostQuerySet":
        return self.filter(status="approved", published_at__gt=timezone.now(), trashed_at__isnull=True)

    def trashed(self) -> "PostQuerySet":
        return self.filter(trashed_at__isnull=False)

    def gone(self) -> "PostQuerySet":
        """Returns trashed posts that readers have seen: their addresses answer 410 instead of 404."""
        return self.trashed().filter(first_published_at__lte=timezone.now())

    def not_trashed(self) -> "PostQuerySet":
        return self.filter(trashed_at__isnull=True)

    def in_state(self, state: str) -> "PostQuerySet":
        """Filters by a value of `PostState`, which depends on the status, the trash, the schedule and the time."""
        return self.filter(state_condition(state))

    def in_category(self, category: Category) -> "PostQuerySet":
        """Returns the posts in the category or anywhere below it, each post once."""
        links = PostCategory.objects.filter(category__in=Category.objects.within(category))
        return self.filter(pk__in=links.values("post"))

    def with_tag(self, tag: Tag) -> "PostQuerySet":
        return self.filter(tagged_items__tag=tag)

    def by_author(self, author: Author) -> "PostQuerySet":
        return self.filter(bylines__author=author)

    def from_source(self, source: Source) -> "PostQuerySet":
        return self.filter(source=source)

    def of(self, thing: Tag | Author | Source) -> "PostQuerySet":
        """Returns the posts of a tag, an author or a source."""
        if isinstance(thing, Tag):
            return self.with_tag(thing)
        return self.by_author(thing) if isinstance(thing, Author) else self.from_source(thing)

    def visible_to(self, user: User) -> "PostQuerySet":
        """In the admin: returns all posts for those who may edit others' posts, otherwise the user's own."""
        return self if user.has_perm("news.edit_others_post") else self.filter(owner=user)

    def with_problems(self) -> "PostQuerySet":
        """Returns posts with findings from their last check. Never-checked posts are not included."""
        return self.filter(Q(check_result__error_count__gt=0) | Q(check_result__warning_count__gt=0))

    def with_errors(self) -> "PostQuerySet":
        """Returns posts with findings that would keep them from being published."""
        return self.filter(check_result__error_count__gt=0)

    def canonical_here(self) -> "PostQuerySet":
        """Returns posts whose address here is the one for search engines to keep: not copies of other sites."""
        return self.filter(canonical_url="")

    def update(self, **values: Any) -> int:
        refuse_expressions(self.model, values)
        return super().update(**values)

    def newest_first(self) -> "PostQuerySet":
        return self.order_by("-published_at", "-pk")

    def for_cards(self) -> "PostQuerySet":
        """Loads what a card shows, without the bodies; the number of queries does not grow with the posts."""
        return self.select_related("header_image", "source").defer("body").prefetch_related(*link_prefetches())

    def for_page(self) -> "PostQuerySet":
        """Loads everything that a post's own page shows. Annotates `raw_source_pk` (imported posts only), and
        `has_corrections` and `has_translations`, which save the queries for the many posts without any."""
        corrections = Correction.objects.filter(post=models.OuterRef("pk"))
        translations = self.model._default_manager.filter(translation_of=models.OuterRef("pk"))
        return (
            self.select_related("header_image", "source")
            .prefetch_related(*page_prefetches())
            .annotate(raw_source_pk=models.F("raw_source__pk"))
            .annotate(has_corrections=models.Exists(corrections), has_translations=models.Exists(translations))
        )


class Post(models.Model):  # type: ignore[django-manager-missing]  # taggit's side has no types
    """Written only by `news.publishing` and `news.exchange`.

    Public is a WHERE clause (`PostQuerySet.published`): approved, `published_at` reached, not trashed.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        IN_REVIEW = "in_review", _("in review")
        APPROVED = "approved", _("approved")
        ARCHIVED = "archived", _("archived")

    class ParagraphStyle(models.TextChoices):
        INHERIT = "inherit", _("site default")
        BLOCK = "block", _("space between paragraphs")
        INDENT = "indent", _("first line indented")

    class Origin(models.TextChoices):
        ORIGINAL = "original", _("original")
        REPUBLISHED = "republished", _("republished")
        TRANSLATED = "translated", _("translated")

    title = PlainTextField(_("title"), max_length=300)
    subtitle = PlainTextField(_("subtitle"), max_length=300, blank=True)
    slug = models.SlugField(_("slug"), max_length=60, help_text=_("Part of the address. Empty: made from the title."))
    path_on = models.DateField(
        _("day in the address"), null=True, blank=True, editable=False, help_text=_("Frozen at first publication.")
    )
    summary = PlainLinesField(_("summary"), max_length=1000, blank=True)
    body = CleanHTMLField(_("body"), blank=True)
    header_image = models.ForeignKey(
        "news.Image", models.PROTECT, null=True, blank=True, related_name="header_of", verbose_name=_("header image")
    )
    paragraph_style = models.CharField(
        _("paragraph style"), max_length=16, choices=ParagraphStyle.choices, default=ParagraphStyle.INHERIT
    )
    language = models.CharField(_("language"), max_length=16, choices=settings.LANGUAGES, default="zh-hans")
    translation_of = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="translations", verbose_name=_("translation of")
    )

    status = models.CharField(_("status"), max_length=16, choices=Status.choices, default=Status.DRAFT)
    published_at = models.DateTimeField(_("publication time"), null=True, blank=True)
    first_published_at = models.DateTimeField(_("first published"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(
        _("updated"), default=timezone.now, editable=False, help_text=_("When the text last changed for readers.")
    )
    trashed_at = models.DateTimeField(_("trashed"), null=True, blank=True, editable=False)
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True, editable=False)
    embargo_until = models.DateTimeField(
        _("embargo until"), null=True, blank=True, help_text=_("Readers cannot see the post before this moment.")
    )
    review_note = PlainLinesField(_("reason of the return"), max_length=1000, blank=True, editable=False)
    notes = PlainLinesField(
        _("internal notes"), max_length=5000, blank=True, help_text=_("For the newsroom; readers never see them.")
    )

    has_comments = models.BooleanField(_("comments"), null=True, blank=True, help_text=_("Unknown: as the site."))
    is_featured = models.BooleanField(_("featured"), default=False)
    pinned_until = models.DateTimeField(_("pinned until"), null=True, blank=True)

    source = models.ForeignKey(
        Source, models.PROTECT, null=True, blank=True, related_name="posts", verbose_name=_("source")
    )
    source_url = WebURLField(_("original address"))
    origin = models.CharField(
        _("origin"), max_length=16, choices=Origin.choices, blank=True, help_text=_("Whose work the text is.")
    )
    rights_note = PlainTextField(_("rights note"), max_length=500, blank=True)
    seo_title = PlainTextField(_("title for search engines"), max_length=300, blank=True)
    seo_description = PlainTextField(_("description for search engines"), max_length=500, blank=True)
    canonical_url = WebURLField(_("canonical address"))

    owner = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, editable=False, related_name="posts", verbose_name=_("owner")
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    # Computed from the body by `measure` when it is written; lists show them without loading bodies.
    excerpt = models.TextField(blank=True, editable=False)
    han_count = models.PositiveIntegerField(default=0, editable=False)
    word_count = models.PositiveIntegerField(default=0, editable=False)
    image_count = models.PositiveIntegerField(default=0, editable=False)

    categories = models.ManyToManyField(
        Category, through="news.PostCategory", related_name="posts", verbose_name=_("categories")
    )
    authors = models.ManyToManyField(Author, through="news.Byline", related_name="posts", verbose_name=_("authors"))
    tags = TaggableManager(through=PostTag, manager=TagManager, blank=True, verbose_name=_("tags"), help_text="")

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        ordering = ["-published_at", "-pk"]
        permissions = [
            ("publish_post", _("Can publish and unpublish posts")),
            ("edit_others_post", _("Can see and edit the posts of others")),
            ("restore_post", _("Can take posts out of the trash")),
            ("feature_post", _("Can put posts on the front page")),
            ("purge_post", _("Can delete trashed posts for good")),
            ("embargo_post", _("Can set and lift embargoes")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["path_on", "slug"],
                name="post_address_once",
                violation_error_message=_("Another post of that day has this slug."),
            ),
            models.CheckConstraint(condition=~Q(slug=""), name="post_has_slug"),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "in_review", "approved", "archived"]), name="post_status_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(status="approved") | Q(published_at__isnull=False, path_on__isnull=False),
                name="post_approved_has_time_and_day",
                violation_error_message=_("An approved post needs a publication time."),
            ),
            models.CheckConstraint(
                condition=~Q(status="approved")
                | Q(embargo_until__isnull=True)
                | Q(published_at__gte=models.F("embargo_until")),
                name="post_published_after_embargo",
                violation_error_message=_("The publication time lies before the end of the embargo."),
            ),
            models.CheckConstraint(
                condition=Q(translation_of__isnull=True) | ~Q(translation_of=models.F("id")),
                name="post_translates_another",
                violation_error_message=_("A post cannot be a translation of itself."),
            ),
            web_url_check("post", "source_url"),
            web_url_check("post", "canonical_url"),
        ]
        indexes = [
            # Plain, not partial: SQLite does not use a partial index for a condition with bound parameters.
            models.Index(fields=["status", "trashed_at", "-published_at", "-id"], name="post_public_newest"),
            models.Index(
                fields=["status", "trashed_at", "language", "-published_at", "-id"], name="post_public_language"
            ),
            models.Index(fields=["status", "trashed_at", "-path_on", "-published_at", "-id"], name="post_public_day"),
            models.Index(fields=["-updated_at"], name="post_updated"),
        ]

    def __str__(self) -> str:
        return self.title or gettext("Untitled")

    def get_absolute_url(self) -> str:
        """Returns the dated address once there is one, before that the short link."""
        if self.path_on is None:
            return reverse("post_short", args=[self.pk])
        day = self.path_on
        return reverse("post", args=[f"{day:%Y}", f"{day:%m}", f"{day:%d}", self.slug])

    def is_public(self, at: dt.datetime | None = None) -> bool:
        """Applies the rule of `PostQuerySet.published` to this row."""
        return (
            self.status == self.Status.APPROVED
            and self.trashed_at is None
            and self.published_at is not None
            and self.published_at <= (at or timezone.now())
        )

    @property
    def state(self) -> PostState:
        return derive_state(self.status, self.published_at, self.trashed_at)

    @property
    def is_scheduled(self) -> bool:
        return self.status == self.Status.APPROVED and self.trashed_at is None and not self.is_public()

    def was_public(self) -> bool:
        """Tells whether readers may have known its address, which decides between «gone» and «not found»."""
        return self.first_published_at is not None and self.first_published_at <= timezone.now()

    def freeze_address_day(self) -> None:
        """Sets `path_on` to the site-zone date of `published_at`, unless it is already set."""
        if self.path_on is None and self.published_at is not None:
            self.path_on = timezone.localtime(self.published_at, timezone.get_default_timezone()).date()

    def measure(self) -> None:
        """Sets the excerpt and the counts from the body. Call it before saving a changed body."""
        counts = count_html(self.body)
        self.han_count, self.word_count, self.image_count = counts.han, counts.words, counts.images
        self.excerpt = make_excerpt(self.body, EXCERPT_CHARS)

    @property
    def reading_minutes(self) -> int:
        return reading_minutes(TextCounts(self.han_count, self.word_count, self.image_count))

    def ordered_categories(self) -> list[Category]:
        """Returns the categories, the primary one first. No query when `category_links` is prefetched."""
        return [link.category for link in self.category_links.all()]

    def ordered_authors(self) -> list[Author]:
        return [byline.author for byline in self.bylines.all()]

    @property
    def primary_category(self) -> Category | None:
        return next(iter(self.ordered_categories()), None)
