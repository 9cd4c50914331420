"""The only code that declares text safe to put into a page unescaped."""

import json
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from news.text.balance_html import strip_illegal
from news.text.cleaning import clean_html

# What could end a <script>, begin a comment in one, or break a JavaScript string (HTML, «script data» states).
_JSON_ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def clean_markup(html: str) -> SafeString:
    """Stored HTML for a page, through the cleaner once more: what is stored may be older than its rules."""
    return mark_safe(clean_html(html).html)  # noqa: S308


def composed_markup(html: str) -> SafeString:
    """What this layer composed from cleaned markup and values it escaped itself. Never for text from outside."""
    return mark_safe(html)  # noqa: S308


def json_markup(data: Any) -> SafeString:
    """JSON that may stand in a <script type="application/ld+json">."""
    text = strip_illegal(json.dumps(data, ensure_ascii=False, separators=(",", ":")))
    for character, escape in _JSON_ESCAPES.items():
        text = text.replace(character, escape)
    return mark_safe(text)  # noqa: S308
