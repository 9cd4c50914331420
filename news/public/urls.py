"""Readers' addresses, in each language's chrome."""

from django.urls import path

from news.public import syndication
from news.public.converters import register_converters
from news.public.views import archives, categories, home, people, posts, tags

register_converters()

urlpatterns = [
    path("", home.home, name="home"),
    path("feed/", syndication.home_feed, name="home_feed"),
    path("<yyyy:year>/<mm:month>/<mm:day>/<slug:slug>/", posts.post, name="post"),
    path("p/<int:pk>/", posts.post_short, name="post_short"),
    path("category/<category_path:path>/feed/", syndication.category_feed, name="category_feed"),
    path("category/<category_path:path>/", categories.category, name="category"),
    path("tag/", tags.tag_index, name="tag_index"),
    path("tag/<slug:slug>/feed/", syndication.tag_feed, name="tag_feed"),
    path("tag/<slug:slug>/", tags.tag, name="tag"),
    path("author/<slug:slug>/feed/", syndication.author_feed, name="author_feed"),
    path("author/<slug:slug>/", people.author, name="author"),
    path("source/<slug:slug>/feed/", syndication.source_feed, name="source_feed"),
    path("source/<slug:slug>/", people.source, name="source"),
    path("archive/", archives.archive, name="archive"),
    path("<yyyy:year>/", archives.year, name="year"),
    path("<yyyy:year>/<mm:month>/", archives.month, name="month"),
]
