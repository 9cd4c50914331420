"""Images: the library. A row exists before its file (pending) and says why a file never came (refused, failed)."""

from django.core.files.storage import default_storage
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from news.models.claims import ClaimQuerySet
from news.models.fields import PlainTextField, WebURLField, web_url_check

FRACTION = [MinValueValidator(0.0), MaxValueValidator(1.0)]


class ImageQuerySet(ClaimQuerySet["Image"]):
    def ready(self) -> "ImageQuerySet":
        return self.filter(state=Image.State.READY)

    def pending(self) -> "ImageQuerySet":
        return self.filter(state=Image.State.PENDING)


class Image(models.Model):
    """`renditions` maps a rendition's name to its file: {"w800": {"file": …, "width": …, "height": …, "type": …}}.

    Names: w400 w800 w1200 w1600 (whole picture), hero card square share (crops around the focal point); the AVIF
    version of a JPEG has the same name with «.avif» appended.

    `state_reason` is a code and `state_facts` are its facts, for `news.images.messages`. `tried_at` and `try_count`
    record fetch attempts; a run claims a picture until `claimed_until`, so that two runs never fetch it twice.
    """

    class State(models.TextChoices):
        PENDING = "pending", _("pending")
        READY = "ready", _("ready")
        FAILED = "failed", _("failed")
        REFUSED = "refused", _("refused")

    file = models.CharField(_("file"), max_length=200, blank=True, editable=False)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    size_bytes = models.PositiveIntegerField(_("size in bytes"), default=0, editable=False)
    mime_type = models.CharField(max_length=40, blank=True, editable=False)
    width_px = models.PositiveIntegerField(_("width"), default=0, editable=False)
    height_px = models.PositiveIntegerField(_("height"), default=0, editable=False)
    alt = PlainTextField(
        _("alternative text"), max_length=500, blank=True, help_text=_("What a reader who cannot see it should know.")
    )
    is_decorative = models.BooleanField(
        _("decorative"), default=False, help_text=_("It says nothing that readers who cannot see it would miss.")
    )
    caption = PlainTextField(_("caption"), max_length=1000, blank=True)
    credit = PlainTextField(_("credit"), max_length=200, blank=True)
    licence = PlainTextField(_("licence"), max_length=200, blank=True)
    licence_ends_on = models.DateField(
        _("licence ends on"), null=True, blank=True, help_text=_("The last day on which we may show the picture.")
    )
    focal_x = models.FloatField(_("focal point, across"), default=0.5, validators=FRACTION)
    focal_y = models.FloatField(_("focal point, down"), default=0.5, validators=FRACTION)
    original_name = PlainTextField(_("original file name"), max_length=255, blank=True)
    original_url = WebURLField(_("original address"), help_text=_("Where the picture itself came from."))
    wrapper_url = WebURLField(_("address as found"), help_text=_("The proxy address that stood in the post."))
    renditions = models.JSONField(_("renditions"), default=dict, blank=True, editable=False)
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.PENDING)
    state_reason = models.CharField(_("reason"), max_length=60, blank=True, editable=False)
    state_facts = models.JSONField(default=dict, blank=True, editable=False)
    tried_at = models.DateTimeField(_("last tried"), null=True, blank=True, editable=False)
    try_count = models.PositiveSmallIntegerField(_("tries"), default=0, editable=False)
    claimed_until = models.DateTimeField(null=True, blank=True, editable=False)
    uploaded_by = models.ForeignKey(
        "news.User", models.SET_NULL, null=True, blank=True, editable=False, related_name="+", verbose_name=_("user")
    )
    created_at = models.DateTimeField(_("added"), auto_now_add=True)

    objects = ImageQuerySet.as_manager()

    class Meta:
        verbose_name = _("image")
        verbose_name_plural = _("images")
        ordering = ["-id"]
        constraints = [
            # Two addresses may give the same picture: each keeps its own row for posts to refer to, with a shared file.
            models.UniqueConstraint(
                fields=["sha256"], condition=~Q(sha256="") & Q(original_url=""), name="image_stored_once"
            ),
            models.UniqueConstraint(fields=["original_url"], condition=~Q(original_url=""), name="image_fetched_once"),
            models.CheckConstraint(
                condition=~Q(state="ready") | (~Q(file="") & ~Q(sha256="") & Q(width_px__gt=0, height_px__gt=0)),
                name="image_ready_has_file",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["pending", "ready"]) | ~Q(state_reason=""), name="image_failure_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(focal_x__range=(0, 1), focal_y__range=(0, 1)), name="image_focal_point_inside"
            ),
            web_url_check("image", "original_url"),
            web_url_check("image", "wrapper_url"),
        ]
        indexes = [
            models.Index(fields=["state", "tried_at"], name="image_state"),
            models.Index(fields=["sha256"], name="image_sha256"),
            models.Index(fields=["uploaded_by", "created_at"], name="image_uploads"),
        ]

    def __str__(self) -> str:
        return self.alt or self.original_name or f"#{self.pk}"

    def get_absolute_url(self) -> str:
        """Returns the stable address that stored bodies use; it redirects to the best file."""
        return reverse("image", args=[self.pk])

    @property
    def is_ready(self) -> bool:
        return self.state == self.State.READY

    def rendition_url(self, name: str) -> str:
        """Returns the site-relative URL of a rendition, or of the file if there is none by that name; or ""."""
        file = self.renditions.get(name, {}).get("file") or self.file
        return default_storage.url(file) if self.is_ready and file else ""
