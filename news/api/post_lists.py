"""The list of posts: its filters, its orders, and where it continues."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.db.models.functions import Greatest

from news.api.contract import APIRequest, APIResult
from news.api.cursors import read_cursor, write_cursor
from news.api.paging import go_on, list_data
from news.api.parameters import language_code
from news.api.posts import POST, ShownPost, touched_at
from news.models import Author, Category, Post, PostQuerySet, Source, Tag
from news.rendering.bare_bodies import render_bare

LIST = "posts"


@dataclass(frozen=True, slots=True)
class Order:
    """Sorts by a time, then by id. `touched_at` is annotated in `answer_posts`."""

    key: str
    is_descending: bool = True

    def sort(self, posts: PostQuerySet) -> PostQuerySet:
        sign = "-" if self.is_descending else ""
        return posts.order_by(f"{sign}{self.key}", f"{sign}pk")

    def after(self, posts: PostQuerySet, moment: dt.datetime, pk: int) -> PostQuerySet:
        """Keep the posts after this time and id. The first condition lets the database use its index."""
        side = "lt" if self.is_descending else "gt"
        same = Q((self.key, moment), (f"pk__{side}", pk))
        return posts.filter(Q((f"{self.key}__{side}e", moment)), Q((f"{self.key}__{side}", moment)) | same)

    def position(self, post: Post) -> tuple[str, int]:
        moment = touched_at(post) if self.key == "touched_at" else post.published_at
        assert moment is not None  # noqa: S101  (published posts have one)
        return moment.astimezone(dt.UTC).isoformat(), post.pk


ORDERS = {
    "newest": Order("published_at"),
    "oldest": Order("published_at", is_descending=False),
    "updated": Order("touched_at"),
}


def answer_posts(asked: APIRequest) -> APIResult:
    posts, name = chosen_posts(asked.values), asked.values.get("order", "newest")
    order = ORDERS[name]
    rows = order.sort(posts.annotate(touched_at=Greatest("updated_at", "published_at")))
    if "cursor" in asked.values:
        moment, pk = read_cursor(asked.values["cursor"], LIST, name)
        rows = order.after(rows, dt.datetime.fromisoformat(moment), pk)
    unused = () if "body_html" in asked.values.get("fields", ()) else ("body",)
    found, has_more = go_on(rows.for_page().defer(*unused), asked)
    following = write_cursor(LIST, name, *order.position(found[-1])) if has_more else ""
    data = list_data(asked, posts.count(), _write(found, asked), following)
    return APIResult(data, max((touched_at(post).timestamp() for post in found), default=None))


def chosen_posts(values: dict[str, Any]) -> PostQuerySet:
    """Return public posts that match all filters. An unknown name matches none, just like one that only drafts have."""
    posts = Post.objects.published()
    if "category" in values:
        category = Category.objects.filter(path=values["category"]).first()
        posts = posts.in_category(category) if category else posts.none()
    for name, model in (("tag", Tag), ("author", Author), ("source", Source)):
        if name in values:
            thing = model.objects.filter(slug=values[name]).first()
            posts = posts.of(thing) if thing else posts.none()
    if "language" in values:
        posts = posts.filter(language=language_code(values["language"]))
    if "published_after" in values:
        posts = posts.filter(published_at__gt=values["published_after"])
    if "published_before" in values:
        posts = posts.filter(published_at__lt=values["published_before"])
    if "updated_after" in values:
        after = values["updated_after"]
        posts = posts.filter(Q(updated_at__gt=after) | Q(published_at__gt=after))
    return posts


def _write(posts: Sequence[Post], asked: APIRequest) -> list[dict[str, Any]]:
    names = asked.values.get("fields", POST.default_names(in_list=True))
    bodies = render_bare(posts, asked.place.base_url) if "body_html" in names else {}
    return [POST.write(ShownPost(post, bodies), asked.place, names) for post in posts]
