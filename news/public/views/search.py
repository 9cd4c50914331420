"""The search page. Hidden from search engines, because everything on it has a page of its own."""

from typing import Any

from django.conf import settings
from django.core.paginator import EmptyPage, Page, Paginator
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from news.models import Post
from news.public.pages import frame_of, page_number, render_page
from news.public.searching import MAX_PAGE, find_in, read_asked
from news.rendering.frame import switches
from news.rendering.search import found_posts, search_context, search_list_page


@require_safe
def search(request: HttpRequest) -> HttpResponseBase:
    number = page_number(request)
    asked = read_asked(request.GET)
    hits: Any = found_posts(find_in(asked), asked.query, asked.sort)
    try:
        page: Page[Post] = Paginator(hits, settings.NEWS_POSTS_PER_PAGE).page(number if number <= MAX_PAGE else 0)
    except EmptyPage:
        raise Http404 from None
    frame = frame_of(request, number)
    context = search_context(search_list_page(asked.text, asked.feed), asked.query, page, frame.site, frame.place)
    own = {"asked": asked, "switches": switches(frame.place, asked.address_query)}
    return render_page(request, "public/search.html", frame, context | own)
