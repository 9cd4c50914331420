"""Tags, through taggit: one tag for «AI», «ai» and «ＡＩ», and never an empty slug."""

from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from taggit.managers import _TaggableManager
from taggit.models import ItemBase

from news.models.fields import PlainLinesField, PlainTextField
from news.text.keys import fold_key
from news.text.slugs import slugify_or_hash, slugs_to_try

NAME_LENGTH = 100
KEY_LENGTH = 200


def tag_key(name: str) -> str:
    """Returns the key shared by all spellings of a tag, cut to its column: NFKC can lengthen a name («㍿»)."""
    return fold_key(name)[:KEY_LENGTH]


class TagQuerySet(models.QuerySet["Tag"]):
    def find(self, keys: Iterable[str]) -> dict[str, "Tag"]:
        """Maps the known keys to their tags: by the tag's own name, else by a name that was merged into it.

        Makes a second query only when no tag has one of the keys itself.
        """
        keys = set(keys)
        found: dict[str, Tag] = {tag.key: tag for tag in self.filter(key__in=keys)}
        if missing := keys - found.keys():
            merged = self.filter(merged_names__tag__isnull=False, merged_names__key__in=missing)
            rows: Any = merged.annotate(merged_key=F("merged_names__key"))
            found |= {tag.merged_key: tag for tag in rows}
        return found

    def follow(self, names: Iterable[str]) -> list[str]:
        """Replaces other spellings and merged names by the tag's own name, each once. Creates nothing."""
        names = list(names)
        found = self.find(map(tag_key, names))
        return list(dict.fromkeys(found[key].name if (key := tag_key(name)) in found else name for name in names))

    def ensure(self, names: Iterable[str]) -> list["Tag"]:
        """Returns the tags of these names in the order given, each once, creating missing ones. A merged name gives the
        survivor.

        Many writers may run it at once: a tag that another writer creates first is found, never duplicated.
        """
        wanted = {tag_key(name): name for name in reversed(list(names)) if tag_key(name)}
        keys = list(reversed(wanted))
        found = self.find(keys)
        for key in keys:
            if key not in found:
                found[key] = self.create_once(wanted[key])
        return list({found[key].pk: found[key] for key in keys}.values())

    def create_once(self, name: str) -> "Tag":
        """Creates the tag for a name that leads to none; returns the existing one if another writer is faster."""
        key, name = tag_key(name), name[:NAME_LENGTH]
        for slug in slugs_to_try(slugify_or_hash(name, prefix="tag")):
            try:
                with transaction.atomic(using=self.db):
                    return self.create(name=name, key=key, slug=slug)
            except IntegrityError:
                existing = self.filter(key=key).first()
                if existing:
                    return existing
        raise RuntimeError(f"No free slug for the tag {name!r}")


class Tag(models.Model):  # type: ignore[django-manager-missing]  # taggit's side has no types
    """`key` is the name folded by NFKC and case, equal for all spellings of one tag."""

    name = PlainTextField(_("name"), max_length=NAME_LENGTH)
    key = models.CharField(max_length=KEY_LENGTH, unique=True, editable=False)
    slug = models.SlugField(_("slug"), max_length=60, unique=True)
    description = PlainLinesField(_("description"), blank=True)

    objects = TagQuerySet.as_manager()

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(condition=~Q(slug=""), name="tag_has_slug"),
            models.CheckConstraint(condition=~Q(key=""), name="tag_has_key"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.key = tag_key(self.name)
        if not self.slug:
            self.slug = slugify_or_hash(self.name, prefix="tag")
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("tag", args=[self.slug])


class PostTag(ItemBase):  # type: ignore[misc]
    """One tag on one post."""

    tag = models.ForeignKey(Tag, models.CASCADE, related_name="items", verbose_name=_("tag"))
    content_object = models.ForeignKey("news.Post", models.CASCADE, related_name="tagged_items")

    class Meta:
        verbose_name = _("tag of a post")
        verbose_name_plural = _("tags of posts")
        constraints = [models.UniqueConstraint(fields=["tag", "content_object"], name="post_tag_once")]

    def __str__(self) -> str:
        return f"{self.tag}"


class TagManager(_TaggableManager):  # type: ignore[misc]  # taggit ships no types
    """Taggit's manager, but finding tags by our key instead of by exact spelling."""

    def _to_tag_model_instances(self, tags: Iterable[Tag | str], tag_kwargs: dict[str, Any]) -> list[Tag]:
        tags = list(tags)
        made = iter(Tag.objects.ensure([tag for tag in tags if isinstance(tag, str)]))
        instances = [tag for tag in tags if isinstance(tag, Tag)] + list(made)
        return list({tag.pk: tag for tag in instances}.values())
