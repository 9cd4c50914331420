"""The only code that marks text as safe to put into a page unescaped."""

import json
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from news.text.balance_html import strip_illegal
from news.text.cleaning import clean_html

# Characters that could end a <script>, start a comment in it, or break a string (HTML, «script data» states).
_JSON_ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def clean_markup(html: str) -> SafeString:
    """Clean stored HTML once more for a page, because it may be older than the cleaner's rules."""
    return mark_safe(clean_html(html).html)  # noqa: S308


def composed_markup(html: str) -> SafeString:
    """Mark markup as safe that this layer built from cleaned markup and escaped values. Never for text from outside."""
    return mark_safe(html)  # noqa: S308


def json_markup(data: Any) -> SafeString:
    """Encode data as JSON that is safe inside a <script type="application/ld+json">."""
    text = strip_illegal(json.dumps(data, ensure_ascii=False, separators=(",", ":")))
    for character, escape in _JSON_ESCAPES.items():
        text = text.replace(character, escape)
    return mark_safe(text)  # noqa: S308
