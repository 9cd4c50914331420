"""The admin of the site profile. It has one row, so its list redirects to the form."""

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from news.admin.editors.html_fields import HTMLFieldsAdmin
from news.models import SiteProfile
from news.models.site import PROFILE_ID


@admin.register(SiteProfile)
class SiteProfileAdmin(HTMLFieldsAdmin):
    autocomplete_fields = ("logo", "icon", "share_image")
    fieldsets = (
        (None, {"fields": ("name", "name_en", "description", "description_en")}),
        (_("Pictures"), {"fields": ("logo", "icon", "share_image")}),
        (_("Registration"), {"fields": ("icp_number", "public_security_number", "verification_tags")}),
        (_("Reading"), {"fields": ("paragraph_style", "age_note_days", "has_comments")}),
        (_("Crawlers and services"), {"fields": ("allows_ai_crawlers", "security_contact", "websub_hub")}),
        (_("Footer"), {"fields": ("footer", "footer_en")}),
    )

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> SiteProfile | None:
        """Return the row, or the defaults while it has never been saved."""
        return SiteProfile.load() if object_id == str(PROFILE_ID) else None

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, object] | None = None) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:news_siteprofile_change", args=[PROFILE_ID]))
