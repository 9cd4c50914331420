"""Stores a picture: prepares it (no database), writes the files, then writes the row. The same bytes share a row."""

from collections.abc import Mapping
from contextlib import suppress

from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.db.models import Case, CharField, F, Value, When
from django.utils import timezone

from news.images.cropping import recrop_image, touch_files
from news.images.errors import ImageRefusedError, KnownBytesError, ReplacedMeanwhileError
from news.images.limits import CENTRE
from news.images.preparing import PreparedImage, hash_bytes, prepare_image
from news.models import Image, User
from news.text.plain import clean_plain

__all__ = [
    "PreparedImage",
    "ensure_remote_image",
    "fill_from",
    "fill_image",
    "find_stored",
    "hash_bytes",
    "keep_image",
    "mark_image",
    "prepare_image",
    "recrop_image",
    "replace_image",
    "store_image",
    "wait_again",
]

MAX_REASON = 60
SAME_PROPORTION = 0.01
NO_REASON: dict[str, object] = {"state_reason": "", "state_facts": {}}
SHARED_FIELDS = ("file", "sha256", "size_bytes", "mime_type", "width_px", "height_px")


def find_stored(sha256: str) -> Image | None:
    """Return a ready row of these bytes, if they were stored before; then there is nothing to decode.

    Prefers a row without an original address, which belongs to no one place. A row whose file is lost is ignored, so
    that storing the same bytes again repairs it.
    """
    found = _find_row(sha256)
    return found if found and default_storage.exists(found.file) else None


def _find_row(sha256: str) -> Image | None:
    return Image.objects.ready().filter(sha256=sha256).order_by("original_url", "pk").first()


def keep_image(
    prepared: PreparedImage, *, original_name: str = "", alt: str = "", uploaded_by: User | None = None
) -> Image:
    """Return the row of a prepared image whose files are written, an existing one if there is one. Safe in races.

    Sets no caption: a caption belongs to one post and stays in its body, but other posts may show the picture too.
    """
    existing = _find_row(prepared.sha256)
    if existing:
        return existing
    image = Image(
        **_row_of(prepared),
        credit=prepared.credit,
        licence=prepared.licence,
        original_name=clean_plain(original_name, 255),
        alt=clean_plain(alt, 500),
        uploaded_by=uploaded_by,
    )
    try:
        with transaction.atomic():
            image.save()
    except IntegrityError:
        existing = _find_row(prepared.sha256)
        if not existing:
            raise
        return existing
    return image


def store_image(data: bytes, *, original_name: str = "", alt: str = "", uploaded_by: User | None = None) -> Image:
    """Prepare, write and keep a picture, outside a transaction. Raises: ImageRefusedError, OSError."""
    existing = find_stored(hash_bytes(data))
    if existing:
        return existing
    prepared = prepare_image(data)
    prepared.write_files()
    return keep_image(prepared, original_name=original_name, alt=alt, uploaded_by=uploaded_by)


def ensure_remote_image(original_url: str, *, wrapper_url: str = "", alt: str = "") -> Image:
    """Return the row of a picture that has not been fetched, creating a pending one if needed. Safe in races.

    `original_url` must be http(s), unwrapped and normalised, at most 2,000 characters.
    """
    image, _ = Image.objects.get_or_create(
        original_url=original_url,
        defaults={
            "wrapper_url": wrapper_url,
            "alt": clean_plain(alt, 500),
            "state": Image.State.PENDING,
        },
    )
    return image


def fill_image(image: Image, prepared: PreparedImage) -> bool:
    """Make a row ready whose prepared files are written. Return False when another process already did.

    One conditional UPDATE. The row keeps its id and the credit and licence an editor wrote; `image` is updated.
    """
    is_first = _change_unready(
        image,
        **_row_of(prepared),
        credit=_unless_written("credit", prepared.credit),
        licence=_unless_written("licence", prepared.licence),
        state_reason="",
        state_facts={},
    )
    image.refresh_from_db()
    return is_first


def fill_from(image: Image, stored: Image) -> bool:
    """Fill a row like `fill_image`, with the files of a ready row of the same bytes; both then share them.

    The row keeps its own focal point, and gets new crops where that differs.
    """
    focal = (image.focal_x, image.focal_y)
    is_first = _change_unready(
        image,
        **{name: getattr(stored, name) for name in SHARED_FIELDS},
        renditions=stored.renditions,
        credit=_unless_written("credit", stored.credit),
        licence=_unless_written("licence", stored.licence),
        state=Image.State.READY,
        state_reason="",
        state_facts={},
    )
    image.refresh_from_db()
    if is_first and focal != (stored.focal_x, stored.focal_y):
        with suppress(ImageRefusedError):  # the crops for the other point serve until somebody moves this one
            recrop_image(image, focal)
    return is_first


def replace_image(image: Image, data: bytes, *, original_name: str = "", seen: str | None = None) -> Image:
    """Give a row another file and return the row as it is now. Its number, address and all texts stay.

    `seen` is the `sha256` of the file to be replaced (default: that of the instance): of two simultaneous calls the
    first wins and the other raises. The focal point stays unless the proportions change. The old files are left to the
    sweeper, which counts their age from now. A row that has no file yet becomes ready. Call outside a transaction.
    Raises: ImageRefusedError; KnownBytesError when another row has these bytes; ReplacedMeanwhileError; OSError.
    """
    sha256, seen = hash_bytes(data), image.sha256 if seen is None else seen
    _refuse_known(image, sha256)
    prepared = _prepare_replacement(image, data)
    prepared.write_files()
    values: dict[str, object] = {
        "original_name": clean_plain(original_name, 255),
        "credit": _unless_written("credit", prepared.credit),
        "licence": _unless_written("licence", prepared.licence),
        "claimed_until": None,
        **NO_REASON,
    }
    try:
        with transaction.atomic():
            is_ours = Image.objects.filter(pk=image.pk, sha256=seen).update(**_row_of(prepared), **values)
    except IntegrityError as error:
        _refuse_known(image, sha256)
        raise ReplacedMeanwhileError(image.pk) from error
    if not is_ours:
        raise ReplacedMeanwhileError(image.pk)
    touch_files(image)
    return Image.objects.get(pk=image.pk)


def _refuse_known(image: Image, sha256: str) -> None:
    known = _find_row(sha256)
    if known:
        raise KnownBytesError(known.pk, is_same=known.pk == image.pk)


def _prepare_replacement(image: Image, data: bytes) -> PreparedImage:
    """Crop around the present focal point, or around the centre if the proportions differ."""
    focal = (image.focal_x, image.focal_y)
    prepared = prepare_image(data, focal)
    if focal == CENTRE or not image.height_px:
        return prepared
    before, after = image.width_px / image.height_px, prepared.width_px / prepared.height_px
    return prepared if abs(after / before - 1) <= SAME_PROPORTION else prepare_image(data, CENTRE)


def wait_again(image: Image) -> bool:
    """Make a failed or refused picture wait for the next fetch. Return False when there is nothing to fetch."""
    stopped = Image.objects.filter(pk=image.pk, state__in=(Image.State.FAILED, Image.State.REFUSED))
    waiting = stopped.exclude(original_url="")
    return waiting.update(state=Image.State.PENDING, claimed_until=None, **NO_REASON) == 1


def mark_image(image: Image, state: str, code: str, facts: Mapping[str, str | int]) -> None:
    """Record why a row is not ready: failed (try again) or refused (do not). A row that is ready by now stays so."""
    _change_unready(image, state=state, state_reason=code[:MAX_REASON], state_facts=facts)
    image.refresh_from_db()


def _change_unready(image: Image, **values: object) -> bool:
    unready = Image.objects.filter(pk=image.pk).exclude(state=Image.State.READY)
    tried = {"tried_at": timezone.now(), "try_count": F("try_count") + 1, "claimed_until": None}
    return unready.update(**values, **tried) == 1


def _unless_written(field: str, value: str) -> Case:
    return Case(When(**{field: ""}, then=Value(value)), default=F(field), output_field=CharField())


def _row_of(prepared: PreparedImage) -> dict[str, object]:
    return {
        "file": prepared.file,
        "sha256": prepared.sha256,
        "size_bytes": len(prepared.files[prepared.file]),
        "mime_type": prepared.mime_type,
        "width_px": prepared.width_px,
        "height_px": prepared.height_px,
        "renditions": prepared.renditions,
        "focal_x": prepared.focal[0],
        "focal_y": prepared.focal[1],
        "state": Image.State.READY,
    }
