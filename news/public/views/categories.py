"""A category's page: its posts and those of the categories below it."""

from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from news.models import Post
from news.public.pages import render_list
from news.rendering.languages import current_language
from news.rendering.list_counts import count_list
from news.rendering.list_pages import category_list_page
from news.rendering.names import children_with_posts, find_branch
from news.rendering.paging import latest_posts


@require_safe
def category(request: HttpRequest, path: str) -> HttpResponseBase:
    branch = find_branch(path)
    if branch is None:
        raise Http404
    listing, posts = (
        category_list_page(branch.category, branch.trail),
        Post.objects.published().in_category(branch.category),
    )
    facts = count_list(posts)
    children = children_with_posts(branch) if facts.total else []
    latest = [] if facts.total else latest_posts(current_language())
    return render_list(request, "public/category.html", listing, posts, facts, children=children, latest=latest)
