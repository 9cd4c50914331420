"""The admin site: in the user's own language, never cached, without views that would tell about posts of others."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import path, reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from news.admin.headers import set_admin_headers
from news.models import Category, User

MODEL_ORDER = (
    "Post",
    "Category",
    "Tag",
    "Author",
    "Source",
    "Image",
    "Revision",
    "Address",
    "ImportBatch",
    "ImportItem",
    "RawSource",
    "SiteProfile",
    "User",
)


class NewsAdminSite(AdminSite):
    site_header = _("Masthead newsroom")
    site_title = _("Masthead")
    index_title = _("Newsroom")
    # Django's redirect to «view on site» resolves any object for any login; our pages link to public posts directly.
    hidden_views = frozenset({"view_on_site"})

    def get_urls(self) -> list[Any]:
        language = path("language/", self.admin_view(require_POST(self.switch_language)), name="switch_language")
        rows = super().get_urls()
        return [language, *(row for row in rows if getattr(row, "name", None) not in self.hidden_views)]

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Any:
        return in_language_of_user(super().admin_view(view, cacheable))

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        response = super().login(request, extra_context)
        set_admin_headers(response)
        return response

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        apps = super().get_app_list(request, app_label)
        place = {name: index for index, name in enumerate(MODEL_ORDER)}
        for app in apps:
            app["models"].sort(key=lambda row: place.get(row["object_name"], len(place)))
        return apps

    def autocomplete_view(self, request: HttpRequest) -> Any:
        return PathAutocompleteView.as_view(admin_site=self)(request)

    def switch_language(self, request: HttpRequest) -> HttpResponse:
        """Keeps the chosen language of the admin with the login."""
        code = request.POST.get("language", "")
        if code in dict(settings.LANGUAGES):
            User.objects.filter(username=request.user.get_username()).update(interface_language=code)
        back = request.POST.get("next", "")
        is_ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure())
        return HttpResponseRedirect(back if is_ours else reverse("admin:index"))


class PathAutocompleteView(AutocompleteJsonView):
    """Shows a category with its path: «News» may stand under several parents."""

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


def in_language_of_user(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Runs an admin view, rendering included, in the language of the person who is signed in."""

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        code = getattr(request.user, "interface_language", "") or settings.LANGUAGE_CODE
        with translation.override(code):
            response = view(request, *args, **kwargs)
            if hasattr(response, "render") and not response.is_rendered:  # type: ignore[attr-defined]
                response = response.render()
        set_admin_headers(response)
        return response

    return shown
