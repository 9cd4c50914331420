"""Makes new crops when the focal point moves. They get new names; the sweeper keeps the old files for 24 hours, so that
cached pages still find them."""

import os
from contextlib import suppress
from pathlib import Path

from django.core.files.storage import default_storage

from news.images.limits import AVIF, CROPS_PX, FocalPoint
from news.images.preparing import Renditions, name_files, write_files
from news.images.worker_protocol import ask_for_files
from news.models import Image


def recrop_image(image: Image, focal: FocalPoint) -> None:
    """Cut hero, card, square and share of a ready image again from its stored file, and update `image` to match.

    `focal` is fractions across and down, 0 to 1. Do not call inside a transaction. Files are written before the row
    refers to them; of two concurrent calls the later one wins as a whole. A row that is not ready only keeps the point.
    Raises: OSError when media cannot be read or written; ImageRefusedError when the stored file is damaged.
    """
    renditions = _cut_anew(image, focal) if image.is_ready else image.renditions
    Image.objects.filter(pk=image.pk, state=image.state, file=image.file).update(
        focal_x=focal[0], focal_y=focal[1], renditions=renditions
    )
    image.refresh_from_db()


def _cut_anew(image: Image, focal: FocalPoint) -> Renditions:
    master = Path(default_storage.path(image.file)).read_bytes()
    made = ask_for_files("crop", master, focal)
    files, crops = name_files(image.sha256, image.file, [made.master, *made.others])
    del files[image.file]
    write_files(files)
    kept = {name: facts for name, facts in image.renditions.items() if name.removesuffix(AVIF) not in CROPS_PX}
    for name in image.renditions.keys() - kept.keys():
        # The sweeper counts from now, because an old crop may still be shown by a cached page.
        with suppress(OSError):
            os.utime(default_storage.path(str(image.renditions[name]["file"])))
    return kept | crops


def touch_files(image: Image) -> None:
    """Make all current files look new before the row switches to others, so the sweeper keeps them for cached pages."""
    for file in {image.file, *(str(facts["file"]) for facts in image.renditions.values())} - {""}:
        with suppress(OSError):
            os.utime(default_storage.path(file))
