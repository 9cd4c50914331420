"""What admin views read from a request, and the context their pages need."""

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from news.models import User

MAX_DIGITS = 18  # an id of this length fits in every database


def acting_user(request: HttpRequest) -> User:
    """Return the user of an admin request, who is never anonymous."""
    assert isinstance(request.user, User)  # noqa: S101 (tells the type checker; `admin_view` has made sure)
    return request.user


def read_id(text: str) -> int:
    """Read a row, version or page number; 0 for what is not a number or is too large for a column."""
    return int(text) if text.isdecimal() and len(text) <= MAX_DIGITS else 0


def page_context(request: HttpRequest, title: Any, model: type[Model] | None = None) -> dict[str, Any]:
    """Return the context of the frame around our own pages. The breadcrumbs link to the list of `model`."""
    context = {**admin.site.each_context(request), "title": title}
    return context | {"opts": model._meta} if model else context
