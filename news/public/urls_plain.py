"""Addresses without a language: pictures, files, health, robots, and the names other systems give their feeds."""

from django.urls import path
from django.views.generic import RedirectView

from news.public.views import machines, media

urlpatterns = [
    path("i/<int:pk>/", media.image, name="image"),
    path("media/<path:path>", media.media_file, name="media"),
    path("healthz", machines.healthz, name="healthz"),
    path("readyz", machines.readyz, name="readyz"),
    path("robots.txt", machines.robots, name="robots"),
    *(
        path(alias, RedirectView.as_view(pattern_name="home_feed", permanent=True), name=f"feed_alias_{number}")
        for number, alias in enumerate(("rss.xml", "rss/", "index.xml"), start=1)
    ),
]
