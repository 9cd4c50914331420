"""The admin of posts. Writes only through `news.publishing`; what a user may do with a post is asked in `access`."""

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.db.models import DateTimeField, Model
from django.forms import SplitDateTimeField
from django.http import HttpRequest
from django.urls import path
from django.views.decorators.http import require_POST

from news.admin.fields import ExactDateTimeWidget
from news.admin.html_fields import HTMLFieldsAdmin
from news.admin.image_choosing import HeaderImageSelect
from news.admin.post_acts import BULK_ACTS, BulkActions, acting_user, possible_acts
from news.admin.post_form import PostForm
from news.admin.post_list import CategoryFilter, PostChangeList, PostColumns, StateFilter
from news.admin.post_rights import PostRights
from news.admin.post_saving import PostSaving, public_url
from news.admin.post_view import PostReadOnlyText, make_fieldsets
from news.admin.versions import sign_version
from news.models import Post
from news.publishing.access import may_change, may_restore


@admin.register(Post)
class PostAdmin(PostColumns, BulkActions, PostReadOnlyText, PostSaving, PostRights, HTMLFieldsAdmin):
    form = PostForm
    actions = list(BULK_ACTS)
    list_display = (
        "title",
        "state_pill",
        "category_path",
        "author_names",
        "source",
        "publication_time",
        "update_time",
    )
    list_filter = (StateFilter, CategoryFilter, "language", "published_at", "source")
    search_fields = ("title", "slug", "source_url")
    ordering = ("-updated_at", "-pk")
    list_per_page = 50
    show_full_result_count = False
    formfield_overrides = {DateTimeField: {"form_class": SplitDateTimeField, "widget": ExactDateTimeWidget}}
    autocomplete_fields = ("header_image", "source", "translation_of")

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(require_POST(self.restore_view))
        return [path("<path:object_id>/restore/", view, name="news_post_restore"), *super().get_urls()]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[PostChangeList]:
        return PostChangeList

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)  # ours moves to the trash
        return actions

    def get_fieldsets(self, request: HttpRequest, obj: Post | None = None) -> Any:
        user = acting_user(request)
        is_writable = obj is None or may_change(user, obj)
        return make_fieldsets(
            is_writable,
            may_time=not is_writable or user.has_perm("news.publish_post"),
            may_feature=not is_writable or user.has_perm("news.feature_post"),
        )

    def get_readonly_fields(self, request: HttpRequest, obj: Post | None = None) -> list[str]:
        return ["state_pill"]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"language": settings.LANGUAGE_CODE, **super().get_changeform_initial_data(request)}

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "translation_of":
            kwargs["queryset"] = Post.objects.visible_to(acting_user(request)) | Post.objects.published()
        if db_field.name == "header_image":
            kwargs["widget"] = HeaderImageSelect(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_view_on_site_url(self, obj: Model | None = None) -> str | None:
        return public_url(obj) if isinstance(obj, Post) and obj.is_public() else None

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        post, user = context["original"], acting_user(request)
        context |= {
            "acts": possible_acts(user, post or Post(owner=user)),
            "may_restore": post is not None and may_restore(user, post),
            "show_save_and_add_another": False,
        }
        is_conflict = context["adminform"].form.conflict
        if is_conflict:
            stored = Post.objects.get(pk=post.pk)
            context |= {"theirs": stored.revisions.select_related("user").first()}
            context |= {"theirs_version": sign_version(stored), "stored": stored}
        response = super().render_change_form(request, context, *args, **kwargs)
        response.status_code = 409 if is_conflict else response.status_code
        return response
