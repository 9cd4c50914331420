"""The page that tells readers about the feeds."""

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from news.models import Category
from news.public.pages import frame_of, render_page
from news.rendering.feeds_page import feeds_context


@require_safe
def feeds(request: HttpRequest) -> HttpResponseBase:
    frame = frame_of(request)
    context = feeds_context(list(Category.objects.all()), frame.site, frame.place)
    return render_page(request, "public/feeds.html", frame, context)
