"""Facts shown above a list: how many posts it has, in which languages, and from when to when."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Max, Min, Q

from news.models import PostQuerySet
from news.rendering.languages import site_languages


@dataclass(frozen=True, slots=True)
class ListCounts:
    """`languages` are the codes of the site's languages that have posts in the list."""

    total: int
    languages: tuple[str, ...]
    first_at: dt.datetime | None
    latest_at: dt.datetime | None

    def home_language(self, chrome: str) -> str:
        """Return the chrome under which the list has its canonical address (docs/decisions/0014)."""
        return chrome if chrome in self.languages or not self.languages else self.languages[0]


def count_list(posts: PostQuerySet) -> ListCounts:
    """Count the list in one query, which replaces the paginator's own."""
    codes = site_languages()
    counts = {f"in_{number}": Count("pk", filter=Q(language=code)) for number, code in enumerate(codes)}
    row = posts.order_by().aggregate(total=Count("pk"), first=Min("published_at"), latest=Max("published_at"), **counts)
    kept = tuple(code for number, code in enumerate(codes) if row[f"in_{number}"])
    return ListCounts(row["total"], kept, row["first"], row["latest"])
