"""Say where a post comes from, for the lines under its title and below its text."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from news.models import Post, Source


@dataclass(frozen=True, slots=True)
class SourceLine:
    """`original_url` is the post's address at its source, "" when unknown."""

    source: Source | None
    original_url: str
    rights_note: str

    @property
    def original_host(self) -> str:
        return urlsplit(self.original_url).hostname or ""


def source_line(post: Post) -> SourceLine | None:
    """Return None when the post is the site's own and there is nothing to say."""
    if not (post.source or post.source_url or post.rights_note):
        return None
    return SourceLine(post.source, post.source_url, post.rights_note)
