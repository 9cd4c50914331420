"""The admin of posts. It writes only through `news.publishing`, and `access` decides what a user may do with a post."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.options import InlineModelAdmin
from django.db.models import DateTimeField, ForeignKey, Model
from django.forms import ModelChoiceField, SplitDateTimeField
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern
from django.utils.translation import gettext_lazy

from news.admin.editing.page import PostEditing
from news.admin.editors.html_fields import HTMLFieldsAdmin
from news.admin.fields import ExactDateTimeWidget
from news.admin.history.history import PostHistory
from news.admin.pictures.choosing import HeaderImageSelect
from news.admin.post_list.bulk import BulkActions
from news.admin.post_list.bulk_undo import last_round
from news.admin.post_list.calendar import PostCalendar, read_planned_time
from news.admin.post_list.filters import PostFilters
from news.admin.post_list.list import KnownCountPaginator, PostChangeList, PostColumns, order_of_tab, search_in_list
from news.admin.post_list.quick_edit import QuickEdit
from news.admin.posts.acts import possible_acts
from news.admin.posts.checks import checks_context
from news.admin.posts.context import form_context
from news.admin.posts.corrections import CorrectionInline
from news.admin.posts.form import PostForm
from news.admin.posts.rights import PostRights
from news.admin.posts.routes import post_routes
from news.admin.posts.saving import PostSaving
from news.admin.posts.undoing import done_context
from news.admin.posts.view import FieldRights, PostReadOnlyText, Section, divide_fieldsets, make_fieldsets
from news.admin.requests import acting_user
from news.models import Post, PostQuerySet
from news.publishing.posts.access import may_restore
from news.rendering.meta import post_path


@admin.register(Post)
class PostAdmin(
    PostHistory,
    PostColumns,
    BulkActions,
    QuickEdit,
    PostCalendar,
    PostReadOnlyText,
    PostEditing,
    PostSaving,
    PostRights,
    HTMLFieldsAdmin,
):
    form = PostForm
    list_display = (
        "thumb",
        "title",
        "state_pill",
        "category_path",
        "author_names",
        "publication_time",
        "check_badge",
        "views_of_week",
    )
    list_display_links = ("title",)
    list_filter = (PostFilters,)
    paginator = KnownCountPaginator
    search_fields = ("slug", "source_url")
    search_help_text = gettext_lazy(
        "Words from the text, pinyin of the title, a slug, an original address or a number."
    )
    ordering = ("-updated_at", "-pk")
    list_per_page = 50
    show_full_result_count = False
    formfield_overrides = {DateTimeField: {"form_class": SplitDateTimeField, "widget": ExactDateTimeWidget}}
    autocomplete_fields = ("header_image", "source", "translation_of")

    def get_urls(self) -> list[URLPattern]:
        return [*post_routes(self), *super().get_urls()]

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[PostQuerySet, bool]:
        return search_in_list(queryset, search_term), False

    def get_changelist(self, request: HttpRequest, **kwargs: object) -> type[PostChangeList]:
        return PostChangeList

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        return order_of_tab(request.GET.get("state", ""))

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, object] | None = None) -> HttpResponse:
        return super().changelist_view(request, {"last_round": last_round(request), **(extra_context or {})})

    def get_actions(self, request: HttpRequest) -> dict[str, tuple[Callable[..., str], str, str] | None]:
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)  # our own action moves posts to the trash
        return actions

    def get_fieldsets(self, request: HttpRequest, obj: Post | None = None) -> list[Section]:
        return make_fieldsets(FieldRights.of(acting_user(request), obj))

    def get_inlines(self, request: HttpRequest, obj: Post | None) -> list[type[InlineModelAdmin]]:
        """Leave corrections off the form of a new post, which no one has read, also when that form is sent for the
        post that its script has begun."""
        is_without = request.method == "POST" and "corrections-TOTAL_FORMS" not in request.POST
        return [CorrectionInline] if obj and not is_without else []

    def get_readonly_fields(self, request: HttpRequest, obj: Post | None = None) -> list[str]:
        return ["views_so_far"]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        given = super().get_changeform_initial_data(request)
        return {"language": settings.LANGUAGE_CODE, **given, **read_planned_time(given)}

    def formfield_for_foreignkey(
        self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> ModelChoiceField | None:
        if db_field.name == "translation_of":
            kwargs["queryset"] = Post.objects.visible_to(acting_user(request)) | Post.objects.published()
        if db_field.name == "header_image":
            kwargs["widget"] = HeaderImageSelect(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_view_on_site_url(self, obj: Model | None = None) -> str | None:
        """Return None unless the post is public and has a slug; a form shown again with errors may have emptied it."""
        return post_path(obj) if isinstance(obj, Post) and obj.is_public() and obj.slug else None

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        post, user = context["original"], acting_user(request)
        context |= {
            "acts": possible_acts(user, post or Post(owner=user)),
            "may_restore": post is not None and may_restore(user, post),
            "show_save_and_add_another": False,
            **done_context(request, post),
            **checks_context(request, post, context["adminform"].form),
        }
        context |= divide_fieldsets(context["adminform"])
        context |= form_context(request, post, context)
        return super().render_change_form(request, context, *args, **kwargs)
