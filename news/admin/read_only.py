"""An admin for tables that record what happened: they can be viewed but not edited."""

from django.db.models import Model
from django.http import HttpRequest

from news.admin.desk import DeskAdmin


class ReadOnlyAdmin(DeskAdmin):
    actions = None

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
