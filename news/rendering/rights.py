"""The one place that decides which parts of a post may be shown. Every outgoing channel asks here."""

from dataclasses import dataclass

from django.utils.functional import cached_property

from news.models import Post, Source
from news.text.plain import clean_plain

TEASER_CHARS = 120  # for a post whose source allows an excerpt: never more consecutive characters of its body


@dataclass(frozen=True)
class ShownParts:
    """What readers and programs may get of a post. If its body is deferred, only asking for it here loads it."""

    post: Post
    policy: str

    @property
    def is_full(self) -> bool:
        return self.policy == Source.Policy.FULL

    @property
    def has_teaser(self) -> bool:
        return self.policy != Source.Policy.LINK

    @property
    def has_pictures(self) -> bool:
        """Whether the header image may be shown beside the title; pictures in the body follow the body."""
        return self.policy != Source.Policy.LINK

    @property
    def body(self) -> str:
        """The stored body, or "" when the source does not let us show it."""
        return self.post.body if self.is_full else ""

    @cached_property
    def teaser(self) -> str:
        """One line of plain text for cards, feeds and descriptions: the summary, else the start of the body."""
        if not self.has_teaser:
            return ""
        return clean_plain(self.post.summary or self.post.excerpt, None if self.is_full else TEASER_CHARS)

    @property
    def description(self) -> str:
        """The description for search engines: the one an editor wrote for them, else the teaser."""
        written = clean_plain(self.post.seo_description)
        return written if written and self.is_full else self.teaser

    @property
    def original_url(self) -> str:
        """Where the whole text can be read: the original, else the outlet's homepage, else ""."""
        homepage = self.post.source.homepage if self.post.source else ""
        return self.post.source_url or homepage


def shown_parts(post: Post) -> ShownParts:
    """Apply the policy of the post's source; a post without a source is the site's own and shown in full."""
    return ShownParts(post, post.source.policy if post.source else Source.Policy.FULL)


def has_card_picture(post: Post) -> bool:
    """Tell whether the header image is ready and may be shown beside the title; otherwise a tile is drawn."""
    return bool(post.header_image and post.header_image.is_ready and shown_parts(post).has_pictures)
