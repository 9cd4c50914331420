"""The admin of revisions, limited to those of posts that the user may see."""

import json
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from news.admin.read_only import ReadOnlyAdmin
from news.admin.requests import acting_user
from news.models import Post, Revision


@admin.register(Revision)
class RevisionAdmin(ReadOnlyAdmin):
    fields = ("post", "version", "user", "why", "created_at", "content")
    list_display = ("post", "version", "user", "why", "created_at")
    list_display_links = ("post", "version")
    list_filter = ("created_at",)
    search_fields = ("post__title", "user__username")
    ordering = ("-created_at", "-pk")
    list_select_related = ("post", "user")

    def get_queryset(self, request: HttpRequest) -> Any:
        visible = Post.objects.visible_to(acting_user(request))
        return super().get_queryset(request).filter(post__in=visible).defer("post__body")

    @admin.display(description=_("reason"))
    def why(self, revision: Revision) -> str:
        return gettext(revision.reason) if revision.reason else "–"

    @admin.display(description=_("content"))
    def content(self, revision: Revision) -> SafeString:
        text = json.dumps(revision.snapshot, ensure_ascii=False, indent=2)
        return format_html('<pre class="snapshot" tabindex="0">{}</pre>', text)
