"""Render bodies for programs with their own layout: only the text, with absolute URLs and our class names."""

from collections.abc import Iterable

from news.models import Post
from news.rendering.body import find_imported, find_pictures
from news.rendering.rights import shown_parts
from news.rendering.safe_html import clean_markup
from news.rendering.syndicated import FeedComposer


def render_bare(posts: Iterable[Post], base_url: str) -> dict[int, str]:
    """Return HTML by post id, in two queries. Posts whose source forbids showing the text are left out."""
    posts = [post for post in posts if shown_parts(post).is_full]
    bodies = {post.pk: clean_markup(shown_parts(post).body) for post in posts}
    pictures, imported = find_pictures(bodies.values()), find_imported(posts)
    return {
        post.pk: FeedComposer(pictures, base_url, is_imported=post.pk in imported).compose(bodies[post.pk])
        for post in posts
    }
