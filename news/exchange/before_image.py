"""The before-image of an update: the post and its raw file as they were, compressed and kept in the item for an undo.

Its size limit: fields and old file, both compressed, take less than twice the old file plus 2 KiB. A new post has no
before-image. `news.exchange.pruning` drops those of old imports.
"""

import base64
import json
import zlib
from dataclasses import dataclass
from typing import Any

from news.models import Post, RawSource
from news.publishing.versions.snapshots import take_snapshot


@dataclass(frozen=True, slots=True)
class BeforeImage:
    """`snapshot` is one of `news.publishing.versions.snapshots`.

    `version` is the post's version before the update; None in images of the older form.
    """

    snapshot: dict[str, Any]
    raw_source: dict[str, Any]
    version: int | None

    def as_json(self) -> dict[str, Any]:
        return {"packed": _pack(self.snapshot), "raw_source": self.raw_source, "version": self.version}

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "BeforeImage":
        """Also read the older form, which had the unpacked snapshot next to the raw source."""
        if "packed" in stored:
            return cls(_unpack(stored["packed"]), stored["raw_source"], stored["version"])
        snapshot = {name: value for name, value in stored.items() if name != "raw_source"}
        return cls(snapshot, stored.get("raw_source", {}), None)

    @property
    def raw_content(self) -> bytes:
        """The compressed file, as `RawSource.content` stores it."""
        return base64.b64decode(self.raw_source["content"])


def take_before(raw: RawSource, post: Post) -> BeforeImage:
    raw_source = {
        "content": base64.b64encode(raw.content).decode("ascii"),
        "content_hash": raw.content_hash,
        "size_bytes": raw.size_bytes,
        "waits_for": raw.waits_for,
        "imported_at": raw.imported_at.isoformat(),
    }
    return BeforeImage(take_snapshot(post), raw_source, post.version)


def _pack(snapshot: dict[str, Any]) -> str:
    data = json.dumps(snapshot, ensure_ascii=False, separators=(",", ":")).encode()
    return base64.b64encode(zlib.compress(data)).decode("ascii")


def _unpack(packed: str) -> dict[str, Any]:
    snapshot: dict[str, Any] = json.loads(zlib.decompress(base64.b64decode(packed)))
    return snapshot
