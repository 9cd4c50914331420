"""`demo`: loads thirty sample posts through the ordinary importer. Running it again changes nothing."""

from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from news.demo.content import write_demo_posts
from news.demo.corrections import make_corrections
from news.demo.pictures import describe_pictures
from news.demo.site import make_site
from news.demo.views import make_views
from news.management.reporting import Exit, require_database, stop
from news.models import Post, RawSource
from news.publishing.posts.sweeping import sweep

COLLECTION = "demo"
FOLDER = "demo-posts"
DAY_FILE = ".day"  # dates in the posts are relative to it, so the files stay the same


class Command(BaseCommand):
    help = "Load the demo content: posts, pictures, authors and sources of an invented newspaper."

    def handle(self, *args: Any, **options: Any) -> None:
        require_database()
        folder = Path(settings.DATA_DIR) / FOLDER
        try:
            write_once(folder, timezone.localdate())
        except OSError as error:
            facts = {"path": folder, "error": error.strerror}
            stop(Exit.NOT_STARTED, _("The demo cannot be written to %(path)s: %(error)s") % facts)
        posts = RawSource.objects.filter(collection=COLLECTION)
        before = posts.count()
        if not before:
            make_site()
        report = Path(settings.NEWS_REPORTS_DIR) / "demo.jsonl"
        call_command("import_posts", str(folder), collection=COLLECTION, quiet=True, report=report)
        if not before:
            make_corrections(Post.objects.filter(raw_source__in=posts))
            describe_pictures(Post.objects.filter(raw_source__in=posts))
            check_posts(posts)
        make_views(Post.objects.filter(raw_source__in=posts), timezone.localdate())
        counts = {"new": posts.count() - before, "before": before}
        self.stdout.write(_("Demo: %(new)s posts added, %(before)s already there.") % counts)


def check_posts(posts: QuerySet[RawSource]) -> None:
    """Run the checks as `check_content` does, so that the list of posts shows findings."""
    for _swept in sweep(list(posts.values_list("post", flat=True))):
        pass


def write_once(folder: Path, today: date) -> None:
    """Write the demo's files with dates relative to today, unless they exist already. Raises: OSError."""
    day = folder / DAY_FILE
    if day.exists():
        return
    write_demo_posts(folder, today)
    day.write_text(today.isoformat())
