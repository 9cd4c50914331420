"""The choices that an operator can make for an import."""

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Any, Literal

StatusOption = Literal["keep", "draft", "published"]
Categories = Literal["path", "flat", "last"]
STATUSES: tuple[StatusOption, ...] = ("keep", "draft", "published")
Images = Literal["fetch", "pending", "skip"]
IMAGE_MODES: tuple[Images, ...] = ("fetch", "pending", "skip")
CATEGORY_MODES: tuple[Categories, ...] = ("path", "flat", "last")


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """`zone` applies to times without a zone, `language` to posts whose language cannot be told. `limit` counts files.

    `images` says what to do with pictures on other sites: fetch them after the posts, leave them pending, or omit them.
    `is_update` reads unchanged files again too.
    `permalink` is the old site's address pattern (`fields.permalinks`); "" means its generator's default.
    """

    zone: dt.tzinfo
    language: str = "zh-hans"
    format: str = "auto"
    permalink: str = ""
    status: StatusOption = "keep"
    categories: Categories = "path"
    images: Images = "pending"
    repair_titles: bool = True
    promote_headings: bool = True
    is_update: bool = False
    is_dry_run: bool = False
    limit: int | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the options as the batch stores them."""
        return {**asdict(self), "zone": str(self.zone)}
