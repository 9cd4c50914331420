"""Addresses without a language: pictures, files, health, views, robots, and feed paths known from other systems."""

from collections.abc import Callable

from django.http.response import HttpResponseBase
from django.urls import path
from django.views.decorators.cache import cache_control
from django.views.generic import RedirectView

from news.public.converters import register_converters
from news.public.views import machines, media, reading, sitemaps

register_converters()

FEED_ALIASES = {
    "rss.xml": "home_feed",
    "rss/": "home_feed",
    "index.xml": "home_feed",
    "atom.xml": "home_feed_atom",
}


def moved_to(name: str) -> Callable[..., HttpResponseBase]:
    """Redirect with an explicit cache time, because browsers otherwise keep a 301 as long as they like."""
    return cache_control(public=True, max_age=300)(RedirectView.as_view(pattern_name=name, permanent=True))


urlpatterns = [
    path("i/<int:pk>/", media.image, name="image"),
    path("media/<path:path>", media.media_file, name="media"),
    path("healthz", machines.healthz, name="healthz"),
    path("readyz", machines.readyz, name="readyz"),
    path("views/", reading.views, name="views"),
    path("robots.txt", machines.robots, name="robots"),
    path(".well-known/security.txt", machines.security, name="security"),
    path("favicon.ico", machines.site_icon, name="favicon"),
    path("apple-touch-icon.png", machines.site_icon, name="apple_touch_icon"),
    path("sitemap.xml", sitemaps.sitemap_index, name="sitemap"),
    path("sitemap/posts-<yyyy:year>-<mm:month>-<int:part>.xml", sitemaps.sitemap_posts, name="sitemap_posts"),
    path("sitemap/<slug:section>-<int:part>.xml", sitemaps.sitemap_section, name="sitemap_section"),
    path("news-sitemap.xml", sitemaps.news_sitemap, name="news_sitemap"),
    path("<slug:key>.txt", machines.indexnow_key, name="indexnow_key"),
    *(
        path(alias, moved_to(name), name=f"feed_alias_{number}")
        for number, (alias, name) in enumerate(FEED_ALIASES.items(), start=1)
    ),
]
