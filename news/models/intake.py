"""What imports did: batches, their items with before-images, and the raw files that posts came from."""

import datetime as dt

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from news.models.post import Post
from news.models.user import User


class ImportBatch(models.Model):
    """One run, including its continuations after interruptions.

    `command` is a key that the same command produces again (`news.exchange.batches.command_key`); an interrupted run
    resumes the batch with that key, but never one with "". `made` lists what it created besides posts: {"collection":
    [ids]}. Once undone it also lists, by table, rows it created that others still use, so that the last undo can remove
    them.
    """

    class Stage(models.TextChoices):
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        INTERRUPTED = "interrupted", _("interrupted")
        UNDOING = "undoing", _("being undone")
        UNDONE = "undone", _("undone")

    state = models.CharField(_("state"), max_length=16, choices=Stage.choices, default=Stage.RUNNING)
    paths = models.JSONField(_("paths"), default=list)
    options = models.JSONField(_("options"), default=dict)
    counts = models.JSONField(_("counts"), default=dict, help_text=_("Items by outcome, images by state."))
    started_at = models.DateTimeField(_("started"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    user = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("user"))
    command = models.CharField(max_length=64, blank=True, default="", editable=False, db_index=True)
    made = models.JSONField(default=dict, editable=False)
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True, editable=False)
    undone_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, editable=False, related_name="+", verbose_name=_("undone by")
    )
    pruned_at = models.DateTimeField(_("before-images dropped"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-id"]
        permissions = [("undo_importbatch", _("Can undo imports"))]

    def __str__(self) -> str:
        return f"#{self.pk}"


def failed_imports(since: dt.datetime) -> Q:
    """Returns the condition for batches started since a moment that were interrupted or have a failed file. Undone
    batches count as settled."""
    is_failed = Q(state=ImportBatch.Stage.INTERRUPTED) | Q(counts__failed__gt=0)
    return is_failed & Q(started_at__gte=since) & ~Q(state=ImportBatch.Stage.UNDONE)


class ImportItem(models.Model):
    """One file of a batch: its outcome, and what an undo needs.

    `before` is the post before an update (`exchange.before_image`). `made` lists the rows created for this file, ids by
    table, and under "revived" the addresses that until then only answered «gone». `images` counts its pictures by state
    and lists under "waiting" the ids of those still to be fetched. `collection`, `external_id` and `content_hash` tell
    a resumed run whether the file is done.
    """

    class Outcome(models.TextChoices):
        CREATED = "created", pgettext_lazy("outcome of an import", "created")
        UPDATED = "updated", pgettext_lazy("outcome of an import", "updated")
        UNCHANGED = "unchanged", _("unchanged")
        SKIPPED = "skipped", _("skipped")
        FAILED = "failed", _("failed")

    class Undo(models.TextChoices):
        DELETED = "deleted", pgettext_lazy("outcome of an undo", "deleted")
        RESTORED = "restored", pgettext_lazy("outcome of an undo", "restored")
        KEPT = "kept", pgettext_lazy("outcome of an undo", "kept")

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="items", verbose_name=_("import"))
    path = models.CharField(_("path"), max_length=1000)
    line = models.PositiveIntegerField(_("line"), default=1)
    outcome = models.CharField(_("outcome"), max_length=16, choices=Outcome.choices)
    post = models.ForeignKey(
        Post, models.SET_NULL, null=True, blank=True, related_name="import_items", verbose_name=_("post")
    )
    post_version = models.PositiveIntegerField(null=True, blank=True)
    before = models.JSONField(_("before"), null=True, blank=True)
    notes = models.JSONField(_("notes"), default=list)
    reason = models.JSONField(_("reason"), null=True, blank=True)
    collection = models.CharField(max_length=100, blank=True, default="", editable=False)
    external_id = models.CharField(max_length=500, blank=True, default="", editable=False)
    content_hash = models.CharField(max_length=64, blank=True, default="", editable=False)
    made = models.JSONField(default=dict, editable=False)
    images = models.JSONField(default=dict, editable=False)
    undo = models.CharField(_("undo"), max_length=16, blank=True, default="", choices=Undo.choices, editable=False)
    undo_reason = models.JSONField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("imported file")
        verbose_name_plural = _("imported files")
        ordering = ["id"]
        indexes = [
            models.Index(fields=["batch", "outcome"], name="import_item_outcome"),
            models.Index(fields=["batch", "external_id"], name="import_item_file"),
        ]

    def __str__(self) -> str:
        return self.path


class Collection(models.Model):
    """A site whose files are imported: its name in their identities, and the folder it was last read from."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    root = models.TextField(_("folder"))

    class Meta:
        verbose_name = _("collection")
        verbose_name_plural = _("collections")

    def __str__(self) -> str:
        return self.name


class RawSource(models.Model):
    """The file a post came from, byte for byte, and the identity by which a second import finds the post again.

    `post_version` is the post's version after the last import; a higher current version means that an editor has
    changed it since. `waits_for` lists what the file asked for and was missing: {"pictures": [paths], "room": true,
    "original": stem, "tags": true}. A row without post and content remembers a purged post, so that no import brings it
    back.
    """

    collection = models.CharField(_("collection"), max_length=100)
    external_id = models.CharField(_("identity"), max_length=500)
    content_hash = models.CharField(max_length=64, editable=False)
    content = models.BinaryField(_("content"), help_text=_("zlib-compressed."))
    size_bytes = models.PositiveIntegerField(_("size in bytes"))
    waits_for = models.JSONField(default=dict, blank=True)
    post = models.OneToOneField(
        Post, models.SET_NULL, null=True, blank=True, related_name="raw_source", verbose_name=_("post")
    )
    post_version = models.PositiveIntegerField()
    imported_at = models.DateTimeField(pgettext_lazy("moment", "imported"), auto_now=True)

    class Meta:
        verbose_name = _("raw source")
        verbose_name_plural = _("raw sources")
        constraints = [models.UniqueConstraint(fields=["collection", "external_id"], name="raw_source_identity_once")]

    def __str__(self) -> str:
        return f"{self.collection}:{self.external_id}"
