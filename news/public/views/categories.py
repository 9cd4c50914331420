"""A category's page: its posts and those of the categories below it."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from news.models import Category, Post
from news.public.pages import render_list
from news.rendering.listings import category_listing


@require_safe
def category(request: HttpRequest, path: str) -> HttpResponseBase:
    found = get_object_or_404(Category, path=path)
    posts = Post.objects.published().in_category(found).newest_first()
    children = found.children.order_by("position", "path")
    return render_list(request, "public/category.html", category_listing(found), posts, children=children)
