"""Writes the log of what editors did. The only code that adds to it.

Call it inside the transaction of the act, so that both are committed or neither.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import models

from news.models import Activity, User

TITLE_LENGTH = 300
_address: ContextVar[str | None] = ContextVar("network address of the person who acts", default=None)


@contextmanager
def acting_from(address: str | None) -> Iterator[None]:
    """Records this network address (None: a command line) with all acts inside the context. The door sets it once."""
    token = _address.set(address)
    try:
        yield
    finally:
        _address.reset(token)


def record_activity(
    user: User | None,
    action: str,
    thing: models.Model,
    facts: Mapping[str, Any] | None = None,
    versions: tuple[int | None, int | None] = (None, None),
) -> Activity:
    """Adds one row. `action` is a code («published»), `facts` are the JSON values its sentence needs, `versions` those
    of the thing before and after. `user` None: a command."""
    return Activity.objects.create(
        user=user,
        user_name=user.get_username() if user else "",
        action=action,
        model=thing._meta.model_name or "",
        object_id=thing.pk,
        title=str(thing)[:TITLE_LENGTH],
        facts=dict(facts or {}),
        version_from=versions[0],
        version_to=versions[1],
        address=_address.get(),
    )
