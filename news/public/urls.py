"""Readers' addresses, which exist in each language's chrome."""

from django.urls import path

from news.public.converters import register_converters
from news.public.syndication import views as syndication
from news.public.syndication.views import feed_paths
from news.public.views import about, archives, categories, feeds, home, people, posts, search, tags

register_converters()

urlpatterns = [
    path("", home.home, name="home"),
    *feed_paths("", syndication.home_feed, "home_feed"),
    path("feeds/", feeds.feeds, name="feeds"),
    path("<yyyy:year>/<mm:month>/<mm:day>/<slug:slug>/", posts.post, name="post"),
    path("p/<int:pk>/", posts.post_short, name="post_short"),
    *feed_paths("category/<category_path:path>/", syndication.category_feed, "category_feed"),
    path("category/<category_path:path>/", categories.category, name="category"),
    path("tag/", tags.tag_index, name="tag_index"),
    *feed_paths("tag/<slug:slug>/", syndication.tag_feed, "tag_feed"),
    path("tag/<slug:slug>/", tags.tag, name="tag"),
    *feed_paths("author/<slug:slug>/", syndication.author_feed, "author_feed"),
    path("author/<slug:slug>/", people.author, name="author"),
    *feed_paths("source/<slug:slug>/", syndication.source_feed, "source_feed"),
    path("source/<slug:slug>/", people.source, name="source"),
    path("archive/", archives.archive, name="archive"),
    path("<yyyy:year>/", archives.year, name="year"),
    path("<yyyy:year>/<mm:month>/", archives.month, name="month"),
    path("<yyyy:year>/<mm:month>/<mm:day>/", archives.day, name="day"),
    *feed_paths("search/", syndication.search_feed, "search_feed"),
    path("search/", search.search, name="search"),
    path("<slug:slug>/", about.page, name="page"),  # last, because it matches other addresses too
]
