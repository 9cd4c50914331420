"""The line about the numbers on Today."""

import datetime as dt
import re

from django.urls import reverse
from django.utils import timezone

from news.admin.today.work import day_begins
from news.models import ImportBatch, Post
from news.models.intake import failed_imports
from scripts.evidence.desk.stage import Desk
from scripts.evidence.measured import Measured, desk_line, no_faults
from tests.factories import PostFactory


@desk_line(
    43, "drafts, reviews, posts due today and failed imports are counted as in the database; each leads to its rows"
)
def measure_counts(desk: Desk) -> Measured:
    person = desk.person("publisher")
    now = timezone.now()
    PostFactory.create_batch(3, status="draft", published_at=None, path_on=None, owner=person)
    PostFactory.create_batch(2, status="in_review", published_at=None, path_on=None, submitted_at=now)
    PostFactory(published_at=now + (day_begins(1) - now) / 2)
    ImportBatch.objects.create(counts={"failed": 1, "created": 2}, state="done")
    due = Post.objects.scheduled().filter(published_at__lt=day_begins(1))
    expected = {
        "state=mine": Post.objects.filter(status="draft", owner=person, trashed_at=None).count(),
        "state=in_review": Post.objects.filter(status="in_review", trashed_at=None).count(),
        "state=scheduled": due.count(),
        "trouble=week": ImportBatch.objects.filter(failed_imports(now - dt.timedelta(days=7))).count(),
    }
    page = desk.window(person)
    faults = []
    for part, count in expected.items():
        page.goto(reverse("admin:index"))
        link = page.locator(f".today-sentence a[href*='{part}']")
        said = re.search(r"[\d,]+", link.inner_text()) if link.count() else None
        shown = int(said[0].replace(",", "")) if said else 0
        if link.count():
            with page.expect_navigation():
                link.click()
        listed = page.locator(".row-link, .model-importbatch #result_list tbody tr").count()
        if not (shown == count and (listed == count or count > listed >= 50)):  # noqa: PLR2004 (a page of the list)
            faults.append(f"{part}: {shown} shown, {listed} listed, {count} in the database")
    return no_faults(faults, ", ".join(f"{part.partition('=')[2]} {count}" for part, count in expected.items()))
