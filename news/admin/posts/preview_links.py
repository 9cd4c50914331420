"""Make, list and revoke the links through which a post can be read before it is published."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from news.admin.posts.rights import find_post
from news.admin.requests import acting_user, page_context, read_id
from news.models import Post, PreviewLink
from news.publishing.posts.access import may_change
from news.publishing.posts.preview_links import DAYS, MAX_DAYS, make_link, revoke_link, sign_link

MAX_SHOWN = 50


class LinkForm(forms.Form):
    note = forms.CharField(label=gettext_lazy("For whom"), max_length=100, required=False)
    days = forms.IntegerField(label=gettext_lazy("Days it stays open"), min_value=1, max_value=MAX_DAYS, initial=DAYS)


@require_http_methods(["GET", "HEAD", "POST"])
def links_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Anyone who may change the post may share it, and may revoke the links that others made."""
    post = find_post(request, pk, may_change)
    if "revoke" in request.POST:
        return _revoke(request, post)
    form = LinkForm(request.POST or None)
    if form.is_valid():
        make_link(post, acting_user(request), form.cleaned_data["note"], form.cleaned_data["days"])
        messages.success(request, _("The link is open. Anyone who has it can read this post, and nothing else."))
        return _back(post)
    context = {
        **page_context(request, _("Preview links"), Post),
        "post": post,
        "form": form,
        "links": [(link, _address(request, link)) for link in post.preview_links.select_related("user")[:MAX_SHOWN]],
        "now": timezone.now(),
    }
    return TemplateResponse(request, "admin/news/post/preview_links.html", context)


def _revoke(request: HttpRequest, post: Post) -> HttpResponse:
    link = get_object_or_404(post.preview_links, pk=read_id(request.POST["revoke"]))
    if revoke_link(link, acting_user(request)):
        messages.success(request, _("The link is closed."))
    return _back(post)


def _address(request: HttpRequest, link: PreviewLink) -> str:
    """Return the absolute address, or "" for an expired or revoked link."""
    if link.revoked_at or link.expires_at <= timezone.now():
        return ""
    return request.build_absolute_uri(reverse("admin:shared_preview", args=[sign_link(link)]))


def _back(post: Post) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:news_post_links", args=[post.pk]))
