"""The table of endpoints: routes, parameters and answers. The URLconf and the OpenAPI document are made from it."""

from http import HTTPStatus

from news.api.contract import APIRequest, APIResult, Endpoint
from news.api.name_lists import NAME_LISTS, NameList
from news.api.paging import list_schema
from news.api.parameters import CATEGORY_PATH, CURSOR, LIMIT, SLUG, Parameter, choice, fields_of, moment, pattern
from news.api.post_lists import ORDERS, answer_posts
from news.api.posts import LANGUAGE, POST, ShownPost, touched_at
from news.api.problems import ProblemError
from news.models import Address, Post
from news.rendering.bare_bodies import render_bare


def answer_post(asked: APIRequest, key: int) -> APIResult:
    post = Post.objects.published().for_page().filter(pk=key).first()
    if post is None:
        raise _missing_post(key)
    names = asked.values.get("fields", POST.default_names(in_list=False))
    bodies = render_bare([post], asked.place.base_url) if "body_html" in names else {}
    return APIResult(POST.write(ShownPost(post, bodies), asked.place, names), touched_at(post).timestamp())


def _missing_post(key: int) -> ProblemError:
    """Return 410 for a post that readers once saw and that is now trashed or purged, like its page; otherwise 404."""
    is_purged = Address.objects.filter(path=f"/p/{key}/", post=None)
    if Post.objects.gone().filter(pk=key).exists() or is_purged.exists():
        return ProblemError(HTTPStatus.GONE, "This post has been withdrawn.")
    return ProblemError(HTTPStatus.NOT_FOUND, "There is no public post with this id.")


POST_FILTERS = (
    pattern("category", "Posts in this category and below it, by its path.", "a category's path", CATEGORY_PATH),
    pattern("tag", "Posts with this tag, by its slug.", "a slug", SLUG),
    pattern("author", "Posts by this author, by its slug.", "a slug", SLUG),
    pattern("source", "Posts from this source, by its slug.", "a slug", SLUG),
    choice("language", "Posts in this language.", LANGUAGE["enum"]),
    moment("published_after", "Posts published later than this time, or than the beginning of this day."),
    moment("published_before", "Posts published earlier than this time, or than the beginning of this day."),
    moment("updated_after", "Posts that appeared or changed later than this."),
    choice("order", "newest (the default), oldest, or updated: last changed first.", ORDERS),
)


def _list_parameters(names: tuple[str, ...], *filters: Parameter) -> tuple[Parameter, ...]:
    return (*filters, LIMIT, CURSOR, fields_of(names))


def _name_endpoints(names: NameList) -> tuple[Endpoint, Endpoint]:
    shape, noun = names.shape, names.shape.name.lower()
    parameters = _list_parameters(shape.names(in_list=True))
    converter = "path" if names.key == "path" else "slug"
    everyone = f"All {names.name}" if noun == "category" else f"All {names.name} with public posts"
    return (
        Endpoint(
            f"{noun}_list",
            f"{names.name}/",
            f"{everyone}, by {names.key}.",
            parameters,
            list_schema(shape),
            names.answer_list,
        ),
        Endpoint(
            noun,
            f"{names.name}/<{converter}:key>/",
            f"One {noun}.",
            (fields_of(shape.names(in_list=False)),),
            shape.ref(),
            names.answer_one,
            f"Its {names.key}.",
        ),
    )


ENDPOINTS = (
    Endpoint(
        "post_list",
        "posts/",
        "Public posts, the newest first.",
        _list_parameters(POST.names(in_list=True), *POST_FILTERS),
        list_schema(POST),
        answer_posts,
    ),
    Endpoint(
        "post",
        "posts/<int:key>/",
        "One public post with its text.",
        (fields_of(POST.names(in_list=False)),),
        POST.ref(),
        answer_post,
        "Its id.",
    ),
    *(endpoint for names in NAME_LISTS for endpoint in _name_endpoints(names)),
)
