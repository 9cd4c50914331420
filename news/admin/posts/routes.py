"""The addresses of the post admin besides Django's own, one line each."""

from functools import partial
from typing import Any

from django.urls import URLPattern, path
from django.views.decorators.http import require_POST

from news.admin.editing import drafts as post_drafts
from news.admin.editing import presence as post_presence
from news.admin.history.as_of import asof_view
from news.admin.history.comparing import compare_view
from news.admin.history.reverting import restore_revision_view
from news.admin.history.scheduled_changes import schedule_change_view
from news.admin.posts.address import slug_view
from news.admin.posts.checks import check_routes
from news.admin.posts.preview import preview_view
from news.admin.posts.preview_links import links_view
from news.admin.posts.suggestions import add_author, suggest_authors, suggest_tags
from news.admin.posts.translations import translate_view
from news.admin.posts.undoing import undo_view


def post_routes(admin: Any) -> list[URLPattern]:
    """Return our routes. They must come before Django's, which take any unknown path for a post's id."""
    view = admin.admin_site.admin_view
    autosave, begin = partial(post_drafts.autosave_view, admin), partial(post_drafts.begin_view, admin)
    draft, discard = partial(post_drafts.draft_view, admin), partial(post_drafts.discard_view, admin)
    return [
        path("<int:pk>/preview/", view(preview_view), name="news_post_preview"),
        path("<int:pk>/links/", view(links_view), name="news_post_links"),
        path("<int:pk>/undo/", view(require_POST(undo_view)), name="news_post_undo"),
        path("slug/", view(slug_view), name="news_post_slug"),
        path("suggest/tags/", view(suggest_tags), name="news_post_suggest_tags"),
        path("suggest/authors/", view(suggest_authors), name="news_post_suggest_authors"),
        path("suggest/authors/add/", view(add_author), name="news_post_add_author"),
        path("<int:pk>/translate/", view(translate_view), name="news_post_translate"),
        path("begin/", view(require_POST(begin)), name="news_post_begin"),
        path("<int:pk>/autosave/", view(require_POST(autosave)), name="news_post_autosave"),
        path("<int:pk>/draft/", view(draft), name="news_post_draft"),
        path("<int:pk>/draft/discard/", view(discard), name="news_post_discard"),
        path("<int:pk>/presence/", view(require_POST(post_presence.presence_view)), name="news_post_presence"),
        path("<int:pk>/lock/", view(require_POST(post_presence.lock_view)), name="news_post_lock"),
        path("<int:pk>/compare/", view(compare_view), name="news_post_compare"),
        path("<int:pk>/restore-revision/", view(restore_revision_view), name="news_post_restore_revision"),
        path("<int:pk>/as-of/", view(asof_view), name="news_post_asof"),
        path("<int:pk>/schedule-change/", view(schedule_change_view), name="news_post_schedule_change"),
        *check_routes(admin),
        path("bulk/", view(require_POST(admin.bulk_view)), name="news_post_bulk"),
        path("calendar/", view(admin.calendar_view), name="news_post_calendar"),
        path("<int:object_id>/quick/", view(require_POST(admin.quick_view)), name="news_post_quick"),
        path("<path:object_id>/restore/", view(require_POST(admin.restore_view)), name="news_post_restore"),
    ]
