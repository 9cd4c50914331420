"""Which posts a user sees in the admin, and with which rights. The rules are in `news.publishing.posts.access`."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from news.admin.desk import DeskAdmin
from news.admin.requests import acting_user
from news.models import Post, PostQuerySet, User
from news.publishing.posts.access import may_change, may_see, may_trash


def find_post(request: HttpRequest, pk: int, may: Callable[[User, Post], bool] = may_see) -> Post:
    """Return the post for a view beside the form. `may` is a rule of `news.publishing.posts.access`.

    Raises: Http404, both for a missing post and for one that this user may not know of;
    PermissionDenied when the user may see the post but may not do this with it.
    """
    user = acting_user(request)
    post = Post.objects.visible_to(user).filter(pk=pk).first()
    if post is None:
        raise Http404
    if not may(user, post):
        raise PermissionDenied
    return post


class PostRights(DeskAdmin):
    def get_queryset(self, request: HttpRequest) -> PostQuerySet:
        return Post.objects.visible_to(acting_user(request))

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Post:
        """Raises: Http404, both for a missing post and for one that this user may not know of."""
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
