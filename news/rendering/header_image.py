"""The picture above a post's text, with its caption."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from news.models import Post
from news.rendering.body import RenderedBody
from news.rendering.pictures import hero_picture, missing_picture
from news.rendering.rights import ShownParts


@dataclass(frozen=True, slots=True)
class HeaderImage:
    """`caption` is the picture's caption from the body, as markup, else the image's own from the library."""

    picture: SafeString
    caption: SafeString | str
    credit: str


def make_header_image(post: Post, parts: ShownParts, body: RenderedBody) -> HeaderImage | None:
    """Return None if no header image may be shown. An image whose file is not fetched yet gets a placeholder."""
    image = post.header_image
    if image is None or not parts.has_pictures:
        return None
    is_whole = body.is_header_taken_out
    picture = hero_picture(image, is_whole=is_whole) if image.is_ready else missing_picture(image, image.alt)
    return HeaderImage(picture, body.header_caption or image.caption, image.credit)
