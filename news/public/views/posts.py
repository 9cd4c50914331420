"""A post's page and its short link."""

import datetime as dt

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from news.models import Post
from news.public.pages import PAGE_CACHE, frame_of, render_page
from news.rendering.post_page import post_context


@require_safe
def post(request: HttpRequest, year: int, month: int, day: int, slug: str) -> HttpResponseBase:
    posts = Post.objects.published().for_page()
    found = get_object_or_404(posts, path_on=date_or_404(year, month, day), slug=slug)
    frame = frame_of(request)
    return render_page(request, "public/post.html", frame, post_context(found, frame.site, frame.place))


@require_safe
def post_short(request: HttpRequest, pk: int) -> HttpResponseBase:
    found = get_object_or_404(Post.objects.published().defer("body"), pk=pk)
    response = redirect(found, permanent=True)
    response.headers["Cache-Control"] = PAGE_CACHE  # without it browsers keep a 301 for as long as they like
    return response


def date_or_404(year: int, month: int = 1, day: int = 1) -> dt.date:
    try:
        return dt.date(year, month, day)
    except ValueError:
        raise Http404 from None
