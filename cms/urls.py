"""The site's URLs: those for machines first, then the admin, then the readers' pages in both languages."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("news.public.urls_plain")),
    path("admin/", admin.site.urls),
    path("api/", include("news.api.urls")),
    *i18n_patterns(path("", include("news.public.urls")), prefix_default_language=False),
]

handler403 = "news.public.views.errors.forbidden"
handler404 = "news.public.views.errors.not_found"
handler500 = "cms.errors.server_error"
