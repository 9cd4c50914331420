"""Static pages: about, contact, terms."""

from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from news.models import Page
from news.public.pages import frame_of, render_page
from news.rendering.about import choose_page, find_family, page_context
from news.rendering.languages import current_language


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponseBase:
    family = find_family(Page.objects.published(), slug)
    found = choose_page(family, current_language())
    if found is None:
        raise Http404
    frame = frame_of(request)
    return render_page(request, "public/page.html", frame, page_context(found, family, frame.site, frame.place))
