"""The picture above a post's text, with its caption."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from news.models import Post
from news.rendering.body import RenderedBody
from news.rendering.pictures import hero_picture, missing_picture
from news.rendering.rights import ShownParts


@dataclass(frozen=True, slots=True)
class HeaderImage:
    """`caption` is markup: what stood with the picture in the body, else what the library says."""

    picture: SafeString
    caption: SafeString | str
    credit: str


def make_header_image(post: Post, parts: ShownParts, body: RenderedBody) -> HeaderImage | None:
    """None for a post without a header image. A picture that is not there yet gets its placeholder."""
    image = post.header_image
    if image is None or not parts.has_pictures:
        return None
    is_whole = body.is_header_taken_out
    picture = hero_picture(image, is_whole=is_whole) if image.is_ready else missing_picture(image, image.alt)
    return HeaderImage(picture, body.header_caption or image.caption, image.credit)
