"""Previews of a post: its stored text, an unsaved draft, the current contents of a form, or by a shared link.

They require the right to see the post, or a signed token. They are never cached or indexed, and only our own pages
may frame them.
"""

import copy

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.loader import render_to_string
from django.utils import translation
from django.views.decorators.http import require_http_methods, require_safe

from news.admin.frame.headers import mark_as_preview, set_admin_headers
from news.admin.posts.rights import find_post
from news.admin.requests import acting_user
from news.models import Draft, Post, PreviewLink
from news.publishing.posts.preview_links import find_link
from news.publishing.versions.building import link_unsaved
from news.rendering.languages import language_tag
from news.rendering.preview import render_preview


@require_http_methods(["GET", "HEAD", "POST"])
def preview_view(request: HttpRequest, pk: int) -> HttpResponse:
    """GET previews what is stored, or with `?draft=1` this user's unsaved text; POST previews the submitted values."""
    find_post(request, pk)  # checks the permission; the next line loads all that a page shows
    post = Post.objects.for_page().get(pk=pk)
    values = request.POST if request.method == "POST" else _unsaved_values(request, post)
    shown = post_from_form(request, post, values) if values else post
    return mark_as_preview(HttpResponse(render_preview(shown, request.build_absolute_uri("/"))))


@require_safe
def shared_preview_view(request: HttpRequest, token: str) -> HttpResponse:
    """Show the stored text of one post to a visitor without a login, as long as the link is valid."""
    link = find_link(token)
    response = _show_shared(request, link) if link else _closed(request)
    set_admin_headers(mark_as_preview(response))
    return response


def _show_shared(request: HttpRequest, link: PreviewLink) -> HttpResponse:
    post = Post.objects.for_page().get(pk=link.post_id)
    root = request.build_absolute_uri("/")
    return HttpResponse(render_preview(post, root, "admin/news/post/shared_preview.html", link=link))


def post_from_form(request: HttpRequest, post: Post, values: QueryDict) -> Post:
    """Return the post as the form would make it. An invalid field keeps its stored value: a preview shows no errors."""
    instance = copy.copy(post)
    model_admin = admin.site.get_model_admin(Post)
    form = model_admin.get_form(request, post, change=True)(values, instance=instance)
    form.is_valid()
    cleaned = form.cleaned_data
    instance.title = instance.title or post.title
    if {"category_list", "author_list", "tag_list"} <= cleaned.keys():
        link_unsaved(instance, cleaned["category_list"], cleaned["author_list"], cleaned["tag_list"])
    instance.measure()
    return instance


def _unsaved_values(request: HttpRequest, post: Post) -> QueryDict | None:
    if "draft" not in request.GET:
        return None
    draft = Draft.objects.filter(user=acting_user(request), post=post).first()
    if draft is None:
        return None
    values = QueryDict(mutable=True)
    for name, texts in draft.values.items():
        if isinstance(texts, list):
            values.setlist(name, texts)
    return values


def _closed(request: HttpRequest) -> HttpResponse:
    """Return the same answer (410) for a forged, expired or revoked link and for a post in the trash."""
    with translation.override(translation.get_language_from_request(request)):
        context = {"html_lang": language_tag(translation.get_language() or "")}
        return HttpResponse(render_to_string("admin/preview_closed.html", context), status=410)
