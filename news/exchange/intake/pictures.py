"""Classifies a record's pictures: remote, local files, inline data, or refused. Opens and saves nothing."""

import base64
import hashlib
import re
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from news.exchange.frontmatter.values import clip_fact
from news.exchange.options import Images
from news.exchange.record import Note
from news.text.image_urls import is_placeholder_image, normalise_image_url, unwrap_image_url
from news.text.pictures import ImageReference, ImageReplacement

PROVISIONAL_BASE = 10**17  # ids in a body until the rows exist; no table grows that large
PORTS = frozenset({None, 80, 443})
MAX_PICTURES = 200

_PROVISIONAL = re.compile(r'(?<=src="/i/)(1[0-9]{17})(?=/")')
_PERSONAL_PATH = re.compile(r"/(?:Users|home|tmp|private|var)/|[a-z]:[\\/]|\\\\|~|file:|/[a-z]:/", re.IGNORECASE)
_DATA_URL = re.compile(r"data:image/[a-z0-9.+-]+;base64,", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


@dataclass(slots=True)
class FoundPicture:
    """One picture of a post, however often it is shown. One of `url`, `local` and `inline` (its bytes) is set.

    `wrapper_url` is the proxy's address as found. Loading a local file sets the sizes, or `problem`.
    """

    number: int
    url: str = ""
    wrapper_url: str = ""
    local: str = ""
    inline: bytes = b""
    alt: str = ""
    width: int | None = None
    height: int | None = None
    problem: str = ""


@dataclass(slots=True)
class PictureSet:
    """The pictures of one post and the decision about each address. `mode` applies to pictures on other sites."""

    mode: Images = "pending"
    by_source: dict[str, FoundPicture | None] = field(default_factory=dict)
    by_key: dict[str, FoundPicture] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    refused_count: int = 0
    header: FoundPicture | None = None

    @property
    def pictures(self) -> list[FoundPicture]:
        return list(self.by_key.values())

    def replacement(self, reference: ImageReference) -> ImageReplacement | None:
        """Serve `rewrite_images`; the picture has a provisional id until `put_ids` sets the real one."""
        picture = self.by_source.get(reference.src)
        if picture is None or picture.problem:
            return None
        number = PROVISIONAL_BASE + picture.number
        return ImageReplacement(number, reference.alt, reference.caption, picture.width, picture.height)

    def add(self, source: str, alt: str = "") -> FoundPicture | None:
        """Return the picture at an address; None if it is a placeholder or refused, which is noted once."""
        if source not in self.by_source:
            self.by_source[source] = self._classify(source)
        picture = self.by_source[source]
        if picture:
            picture.alt = picture.alt or alt
        return picture

    def _classify(self, source: str) -> FoundPicture | None:
        if not source or is_placeholder_image(source):
            if source:
                self.notes.append(Note("placeholder-image", {"url": clip_fact(source)}))
            return None
        if len(self.by_key) >= MAX_PICTURES:
            return self._refuse(source, "too-many-pictures")
        if source[:5].lower() == "data:":
            return self._add_inline(source)
        unwrapped = unwrap_image_url(source)
        if unwrapped.url:
            return self._add_remote(source, unwrapped.url, unwrapped.wrapper)
        if unwrapped.problem == "not-http" and not unwrapped.wrapper and not _SCHEME.match(source):
            return self._add_local(source)
        return self._refuse(source, unwrapped.problem)

    def _add_remote(self, source: str, address: str, wrapper: str) -> FoundPicture | None:
        url = normalise_image_url(address)
        if not url:
            return self._refuse(source, "no-host")
        if urlsplit(url).port not in PORTS:
            return self._refuse(source, "port")
        if wrapper:
            self.notes.append(Note("image-unwrapped", {"url": clip_fact(url), "wrapper": clip_fact(wrapper)}))
        if self.mode == "skip":
            self.notes.append(Note("image-skipped", {"url": clip_fact(url)}))
            return None
        picture = self.by_key.get(url)
        if picture is None:
            wrapper_url = source if wrapper and source.startswith(("http://", "https://")) else ""
            if self.mode == "pending":
                self.notes.append(Note("image-pending", {"url": clip_fact(url)}))
            picture = self.by_key[url] = FoundPicture(len(self.by_key), url=url, wrapper_url=wrapper_url[:2000])
        return picture

    def _add_local(self, source: str) -> FoundPicture | None:
        if _PERSONAL_PATH.match(source):
            return self._refuse(source, "personal-path")
        return self.by_key.setdefault(f"file:{source}", FoundPicture(len(self.by_key), local=source))

    def _add_inline(self, source: str) -> FoundPicture | None:
        """Add a picture that is embedded in the text itself (RFC 2397)."""
        match = _DATA_URL.match(source)
        try:
            data = base64.b64decode("".join(unquote(source[match.end() :]).split()), validate=True) if match else b""
        except ValueError:
            data = b""
        if not data:
            return self._refuse(source, "data-url")
        key = f"data:{hashlib.sha256(data).hexdigest()}"
        return self.by_key.setdefault(key, FoundPicture(len(self.by_key), inline=data))

    def _refuse(self, source: str, problem: str) -> FoundPicture | None:
        """Return None, so that the caller can return it."""
        self.refused_count += 1
        self.notes.append(Note("image-refused", {"url": clip_fact(source), "problem": problem}))
        return None


def find_pictures(
    references: list[ImageReference], header: str, thumbnail: str, mode: Images = "pending"
) -> PictureSet:
    """Collect a body's pictures and the front matter's header image or, if that is unusable, the card's picture."""
    found = PictureSet(mode)
    for reference in references:
        found.add(reference.src, reference.alt)
    found.header = found.add(header) or found.add(thumbnail)
    if header and thumbnail and found.header:
        is_same = thumbnail == header or normalise_image_url(unwrap_image_url(thumbnail).url) == found.header.url != ""
        unused = Note("thumbnail-unused", {"url": clip_fact(thumbnail)})
        found.notes.append(Note("thumbnail-same") if is_same else unused)
    return found


def put_ids(html: str, ids: dict[int, int]) -> str:
    """Replace the provisional ids in a body with row ids; the keys of `ids` are picture numbers."""
    return _PROVISIONAL.sub(lambda match: str(ids[int(match[1]) - PROVISIONAL_BASE]), html)
