"""The home page."""

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from news.public.pages import frame_of, render_page
from news.rendering.home_page import home_context


@require_safe
def home(request: HttpRequest) -> HttpResponseBase:
    frame = frame_of(request)
    return render_page(request, "public/home.html", frame, home_context(frame.categories, frame.site, frame.place))
