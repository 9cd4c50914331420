"""The focal point of a picture: entered in percent; the crops are recut after the transaction."""

import logging
from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.db import DatabaseError, transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from news.images.errors import ImageRefusedError
from news.images.messages import describe_image_reason
from news.images.storing import recrop_image
from news.models import Image

log = logging.getLogger(__name__)
Focal = tuple[float, float]
SAME = 0.0005  # half the field's precision of 0.1 %


class PercentField(forms.FloatField):
    """A fraction, shown and entered as a percentage with one decimal."""

    widget = forms.NumberInput(attrs={"min": "0", "max": "100", "step": "0.1", "class": "percent"})

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"required": False, "min_value": 0, "max_value": 100, "step_size": None, **options})

    def prepare_value(self, value: object) -> object:
        return f"{value * 100:.1f}".removesuffix(".0") if isinstance(value, float) else value

    def clean(self, value: object) -> float | None:
        percent: float | None = super().clean(value)
        return None if percent is None else percent / 100

    def has_changed(self, initial: object, data: object) -> bool:
        """Compare with `initial` as it is: with a hidden initial value, it is already the percentage that was shown."""
        shown = initial if self.show_hidden_initial else self.to_python(self.prepare_value(initial))
        return super().has_changed(shown, data)

    @staticmethod
    def differ(focal: Sequence[float], other: Any) -> bool:
        """Tell whether two points differ by more than rounding. `other` may be anything a browser sends."""
        try:
            return any(abs(a - float(b)) > SAME for a, b in zip(focal, other, strict=True))
        except (TypeError, ValueError, OverflowError):
            return True


def recrop_after_commit(request: HttpRequest, image: Image, focal: Focal) -> None:
    """Recut after the commit: decoding is slow and may fail, so no lock is held and the text is already saved."""
    transaction.on_commit(lambda: _recrop(request, image, focal))


def _recrop(request: HttpRequest, image: Image, focal: Focal) -> None:
    try:
        recrop_image(image, focal)
    except ImageRefusedError as error:
        _tell(request, describe_image_reason(error.code, error.facts))
    except (OSError, DatabaseError):
        log.exception("The crops of image %s could not be cut", image.pk)
        _tell(request, _("The server could not read or write the picture's files; tell the site administrator."))


def _tell(request: HttpRequest, reason: str) -> None:
    text = _("The text is saved, but the focal point stays where it was: %(reason)s")
    messages.error(request, text % {"reason": reason})
