"""A tag's page, and all tags."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from news.models import Post, Tag
from news.public.pages import frame_of, render_list, render_page
from news.rendering.list_pages import index_context, tag_list_page
from news.rendering.names import related_tags
from news.rendering.tag_index import make_tag_index


@require_safe
def tag(request: HttpRequest, slug: str) -> HttpResponseBase:
    found = get_object_or_404(Tag, slug=slug)
    posts = Post.objects.published().with_tag(found).newest_first()
    return render_list(request, "public/tag.html", tag_list_page(found), posts, related=related_tags(found))


@require_safe
def tag_index(request: HttpRequest) -> HttpResponseBase:
    frame = frame_of(request)
    context = index_context(_("Tags"), frame.site, frame.place) | {"index": make_tag_index()}
    return render_page(request, "public/tag_index.html", frame, context)
