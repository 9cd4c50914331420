"""Build the template context of the home page. Knows nothing of HTTP."""

from typing import Any

from news.models import Category, Slot
from news.rendering import jsonld
from news.rendering.home import arrange_home
from news.rendering.meta import PageMeta, chrome_links, share_image
from news.rendering.paging import last_change
from news.rendering.site import PagePlace, Site


def home_context(
    categories: list[Category], site: Site, place: PagePlace, slots: list[Slot] | None = None
) -> dict[str, Any]:
    """Build the context; `slots` replaces the stored ones for a preview."""
    lists = arrange_home(place.language, categories, slots)
    meta = PageMeta(
        title=site.name,
        canonical=place.url,
        description=site.description,
        image=share_image(site.share_image, place),
        alternates=chrome_links(place),
        jsonld=jsonld.graph(jsonld.website(site, place)),
        modified_at=last_change(lists.cards),
    )
    return {"is_home": True, "meta": meta, "lists": lists}
