"""The admin site: in the user's own language, never cached, without views that would reveal others' posts."""

from functools import wraps
from typing import Any

from axes.helpers import get_client_ip_address
from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_GET, require_POST
from django.views.i18n import JavaScriptCatalog

from news.admin.frame.errors import forbidden, not_found
from news.admin.frame.finding import find
from news.admin.frame.headers import set_admin_headers
from news.admin.frame.navigation import desk_nav
from news.admin.frame.shortcut_messages import KEY_GROUPS
from news.admin.log.page import activity_page
from news.admin.posts.preview import shared_preview_view
from news.admin.signing_in.again import View, go_on_view, keep_what_was_sent, sign_in_again_view
from news.admin.signing_in.own_settings import set_own, switch_language
from news.admin.signing_in.preferences import show_preferences
from news.admin.signing_in.sign_in import SignInForm, change_password
from news.admin.site_pages.front_page import front_page_preview_view, front_page_view
from news.admin.today.page import today_context
from news.models import Category, User
from news.publishing.log.activity import acting_from

MODEL_ORDER = (
    "Post",
    "Category",
    "Tag",
    "Author",
    "Source",
    "Image",
    "Page",
    "Slot",
    "Revision",
    "Activity",
    "Address",
    "ImportBatch",
    "ImportItem",
    "RawSource",
    "FollowUp",
    "SiteProfile",
    "User",
)


class NewsAdminSite(AdminSite):
    site_header = _("Masthead newsroom")
    site_title = _("Masthead")
    index_title = _("Today")
    enable_nav_sidebar = False  # ours is grouped by task (news.admin.frame.navigation)
    login_form = SignInForm
    # Django's «view on site» redirect resolves any object for any login; our pages link to public posts directly.
    hidden_views = frozenset({"view_on_site"})

    def get_urls(self) -> list[URLResolver | URLPattern]:
        view = self.admin_view
        own = [
            path("language/", shown_in(require_POST(csrf_protect(switch_language))), name="switch_language"),
            path("own/", view(require_POST(set_own)), name="set_own"),
            path("find/", view(require_GET(find)), name="find"),
            path("preferences/", view(self.preferences_view), name="preferences"),
            path("preview/<str:token>/", shared_preview_view, name="shared_preview"),  # the token replaces the login
            path("sign-in-again/", sign_in_again_view, name="sign_in_again"),
            path("sign-in-again/go-on/", go_on_view, name="sign_in_and_go_on"),
            path("front-page/", view(front_page_view), name="front_page"),
            path("front-page/preview/", view(front_page_preview_view), name="front_page_preview"),
        ]
        return [*own, *(row for row in super().get_urls() if getattr(row, "name", None) not in self.hidden_views)]

    def each_context(self, request: HttpRequest) -> dict[str, object]:
        may_write = getattr(request.user, "is_staff", False) and request.user.has_perm("news.add_post")
        own = {"desk_nav": desk_nav(request), "desk_may_write": may_write, "desk_themes": User.Theme.choices}
        own |= {"desk_keys": KEY_GROUPS}
        return super().each_context(request) | own

    def index(self, request: HttpRequest, extra_context: dict[str, object] | None = None) -> TemplateResponse:
        return super().index(request, today_context(request) | (extra_context or {}))

    def password_change(self, request: HttpRequest, extra_context: dict[str, object] | None = None) -> Any:
        context = {**self.each_context(request), **(extra_context or {})}
        return change_password(request, context, reverse("admin:password_change_done"))

    def activity_page(self, request: HttpRequest, thing: Model) -> dict[str, Any]:
        """Return the log's context about one object, for `DeskAdmin`, which may not import the log's pages."""
        return activity_page(request, thing)

    def preferences_view(self, request: HttpRequest) -> HttpResponse:
        return show_preferences(request, self.each_context(request))

    def admin_view(self, view: View, cacheable: bool = False) -> Any:
        return shown_in(keep_what_was_sent(self, super().admin_view(view, cacheable)))

    def login(self, request: HttpRequest, extra_context: dict[str, object] | None = None) -> HttpResponse:
        response = super().login(request, extra_context)
        set_admin_headers(response)
        return response

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        apps = super().get_app_list(request, app_label)
        place = {name: index for index, name in enumerate(MODEL_ORDER)}
        for app in apps:
            app["models"].sort(key=lambda row: place.get(row["object_name"], len(place)))
        return apps

    def i18n_javascript(self, request: HttpRequest, extra_context: dict[str, object] | None = None) -> Any:
        """Serve Django's translations for its scripts, and ours for what it leaves in English."""
        return JavaScriptCatalog.as_view(packages=["django.contrib.admin", "news"])(request)

    def autocomplete_view(self, request: HttpRequest) -> Any:
        return PathAutocompleteView.as_view(admin_site=self)(request)


class PathAutocompleteView(AutocompleteJsonView):
    """Shows a category with its path, because «News» may exist under several parents."""

    def serialize_result(self, obj: Model, to_field_name: str) -> dict[str, str]:
        row = super().serialize_result(obj, to_field_name)
        if isinstance(obj, Category):
            row["text"] = self.category_labels[obj.path]
        return row

    @property
    def category_labels(self) -> dict[str, str]:
        if not hasattr(self, "_category_labels"):
            self._category_labels = Category.objects.path_labels()
        return self._category_labels


def shown_in(view: View) -> View:
    """Run and render an admin view in the signed-in user's language. Errors 404 and 403 get the desk's own pages."""

    @wraps(view)
    def shown(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        code = getattr(request.user, "interface_language", "") or default_language(request)
        with translation.override(code):
            try:
                with acting_from(get_client_ip_address(request) or None):
                    response = view(request, *args, **kwargs)
            except Http404:
                response = not_found(request)
            except PermissionDenied:
                response = forbidden(request)
            if hasattr(response, "render") and not response.is_rendered:  # type: ignore[attr-defined]
                response = response.render()
        set_admin_headers(response)
        return response

    return shown


def default_language(request: HttpRequest) -> str:
    """Return the site's language for a signed-in user, and the sign-in page's language for a stranger."""
    return settings.LANGUAGE_CODE if request.user.is_authenticated else translation.get_language() or ""
