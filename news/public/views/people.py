"""The pages of authors and sources."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from news.models import Author, Post, Source
from news.public.pages import render_list
from news.rendering.list_pages import author_list_page, source_list_page
from news.rendering.names import top_categories


@require_safe
def author(request: HttpRequest, slug: str) -> HttpResponseBase:
    found = get_object_or_404(Author.objects.select_related("picture"), slug=slug)
    posts = Post.objects.published().by_author(found).newest_first()
    return render_list(request, "public/author.html", author_list_page(found), posts, sections=top_categories(posts))


@require_safe
def source(request: HttpRequest, slug: str) -> HttpResponseBase:
    found = get_object_or_404(Source, slug=slug)
    posts = Post.objects.published().from_source(found).newest_first()
    return render_list(request, "public/source.html", source_list_page(found), posts, sections=top_categories(posts))
