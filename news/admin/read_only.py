"""For tables that record what happened: looked at, never written in the admin."""

from typing import Any

from django.http import HttpRequest

from news.admin.desk import DeskAdmin


class ReadOnlyAdmin(DeskAdmin):
    actions = None

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
