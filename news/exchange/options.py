"""What an operator may decide about an import."""

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
    """`zone` is that of times which name none. `language` is for posts that show none. `limit` counts files.

    `images` is what happens to pictures on other sites: fetched when the posts are in, left pending, or left out.
    `is_update` reads unchanged files again too.
    `permalink` is the old site's pattern of addresses (`fields.permalinks`), "" for its generator's default.
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
        """What the batch keeps."""
        return {**asdict(self), "zone": str(self.zone)}
