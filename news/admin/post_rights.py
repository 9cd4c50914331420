"""Which posts a user meets in the admin, and with which rights. The rules are in `news.publishing.access`."""

from typing import Any

from django.contrib import admin
from django.http import Http404, HttpRequest

from news.admin.post_acts import acting_user
from news.models import Post
from news.publishing.access import may_change, may_see, may_trash


class PostRights(admin.ModelAdmin):
    def get_queryset(self, request: HttpRequest) -> Any:
        return Post.objects.visible_to(acting_user(request))

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Post:
        """Raises: Http404, the same for a post that is not there and for one that this user may not know of."""
        post = super().get_object(request, object_id, from_field)
        if post is None:
            raise Http404
        return post

    def has_view_permission(self, request: HttpRequest, obj: Post | None = None) -> bool:
        has_right = super().has_view_permission(request, obj)
        return has_right and (obj is None or may_see(acting_user(request), obj))

    def has_change_permission(self, request: HttpRequest, obj: Post | None = None) -> bool:
        has_right = super().has_change_permission(request, obj)
        return has_right and (obj is None or may_change(acting_user(request), obj))

    def has_delete_permission(self, request: HttpRequest, obj: Post | None = None) -> bool:
        has_right = super().has_delete_permission(request, obj)
        return has_right and (obj is None or may_trash(acting_user(request), obj))

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return acting_user(request).has_perm("news.publish_post")

    def has_restore_permission(self, request: HttpRequest) -> bool:
        return acting_user(request).has_perm("news.restore_post")

    def has_purge_permission(self, request: HttpRequest) -> bool:
        return acting_user(request).has_perm("news.purge_post")
