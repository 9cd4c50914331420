"""What views of the admin read from a request, and what their pages need around them."""

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from news.models import User

MAX_DIGITS = 18  # what every database takes for an id


def acting_user(request: HttpRequest) -> User:
    """The login behind an admin request, which is never anonymous."""
    assert isinstance(request.user, User)  # noqa: S101 (tells the type checker; `admin_view` has made sure)
    return request.user


def read_id(text: str) -> int:
    """The number of a row, a version or a page; 0 for what is no number, or larger than a column holds."""
    return int(text) if text.isdecimal() and len(text) <= MAX_DIGITS else 0


def page_context(request: HttpRequest, title: Any, model: type[Model] | None = None) -> dict[str, Any]:
    """What a page of ours needs of the frame around it. `model`: whose list stands above the page in its path."""
    context = {**admin.site.each_context(request), "title": title}
    return context | {"opts": model._meta} if model else context
