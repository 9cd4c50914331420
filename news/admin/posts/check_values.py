"""Read a post's form in its current state, finished or not, for the checks. Nothing is saved."""

import datetime as dt
from typing import Any

from django.http import HttpRequest

from news.models import Post
from news.publishing.checks.reading import TEXTS, PostValues
from news.text.cleaning import clean_html


def read_values(model_admin: Any, request: HttpRequest, post: Post | None) -> PostValues:
    """Return the values of the form; for a field that does not validate, the text as it was typed."""
    form = model_admin.get_form(request, post, change=post is not None)(request.POST, instance=post)
    form.full_clean()
    values: PostValues = form.read_values()
    return values


def values_of_form(form: Any, stored_time: dt.datetime | None, is_live: bool) -> PostValues:
    """Return the values of a cleaned form. `stored_time` and `is_live` describe the post before this edit."""
    values, typed = form.cleaned_data, form.data
    body = typed.get("body", "") if "body" in form.fields else form.instance.body
    image, stored = values.get("header_image"), form.instance
    header = form.find_header_change()  # None where the form matches the library, or was filled from another picture
    moment = values.get("published_at") if "published_at" in form.fields else stored_time

    def text(name: str) -> str:
        return str(values.get(name) or typed.get(name, "") if name in form.fields else getattr(stored, name))

    texts: dict[str, Any] = {name: text(name) for name in TEXTS}

    return PostValues(
        **texts,
        body=body,
        post_id=stored.pk,
        removed=clean_html(body).removed,
        category_count=len(values.get("category_list") or ()),
        author_count=len(values.get("author_list") or ()),
        tag_count=len(values.get("tag_list") or ()),
        header_id=image.pk if image else None,
        header_alt=getattr(header, "alt", None),
        header_is_decorative=getattr(header, "is_decorative", None),
        source_id=getattr(values.get("source"), "pk", None),
        published_at=moment,
        embargo_until=values.get("embargo_until") if "embargo_until" in form.fields else stored.embargo_until,
        is_live=is_live,
        is_time_new=moment is not None and "published_at" in form.changed_data,
    )
