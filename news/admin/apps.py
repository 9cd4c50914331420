"""Replace Django's admin site with ours. Its admins are imported here explicitly, not discovered in other apps."""

from django.contrib.admin.apps import SimpleAdminConfig


class NewsAdminConfig(SimpleAdminConfig):
    default_site = "news.admin.site.NewsAdminSite"

    def ready(self) -> None:
        super().ready()
        # Imported here and not above: Django imports this module before the models are loaded.
        from news.admin.history import revisions  # noqa: F401  (importing registers them, here and below)
        from news.admin.intake import batches, imports  # noqa: F401
        from news.admin.log import admin as log  # noqa: F401
        from news.admin.media import admin as media  # noqa: F401
        from news.admin.names import addresses, authors, categories, sources, tags  # noqa: F401
        from news.admin.posts import admin as posts  # noqa: F401
        from news.admin.signing_in import users  # noqa: F401
        from news.admin.site_pages import follow_ups, pages, site_profile, slots  # noqa: F401
