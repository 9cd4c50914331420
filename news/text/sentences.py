"""Sentences with placeholders for facts. Modules that report errors or decisions keep a table of them by code."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as LazyText  # what `gettext_lazy` returns, to the type checker
else:
    LazyText = Promise

Facts = Mapping[str, Any]
Label = str | LazyText


class _Gaps(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "…"


def fill_sentence(table: Mapping[str, Promise], code: str, facts: Facts) -> str:
    """Return the sentence of a code in the active language, with «…» for a missing fact.

    For an unknown code or a translation with a broken placeholder, return the code and its facts. Never raises.
    """
    if code in table:
        try:
            return str(table[code]) % _Gaps(facts)
        except (ValueError, TypeError):
            pass
    return ", ".join([code, *(f"{name}: {value}" for name, value in facts.items())])
