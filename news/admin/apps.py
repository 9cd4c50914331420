"""Puts our admin site in the place of Django's. What appears in it is named here, not discovered in other apps."""

from django.contrib.admin.apps import SimpleAdminConfig


class NewsAdminConfig(SimpleAdminConfig):
    default_site = "news.admin.site.NewsAdminSite"

    def ready(self) -> None:
        super().ready()
        from news.admin import (  # noqa: F401  (importing registers them)
            addresses,
            authors,
            categories,
            images,
            import_batches,
            imports,
            posts,
            revisions,
            site_profile,
            sources,
            tags,
            users,
        )
