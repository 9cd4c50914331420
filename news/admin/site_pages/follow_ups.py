"""The admin of follow-ups: what was done outside after a publication, and what failed. Read-only."""

from django.contrib import admin

from news.admin.read_only import ReadOnlyAdmin
from news.models import FollowUp


@admin.register(FollowUp)
class FollowUpAdmin(ReadOnlyAdmin):
    list_display = ("kind", "path", "due_at", "try_count", "done_at", "error")
    list_filter = ("kind", ("done_at", admin.EmptyFieldListFilter))
    search_fields = ("path",)
    list_per_page = 50
    show_full_result_count = False
