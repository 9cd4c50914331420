"""What can stop an editorial write. The errors carry facts; the door finds the words."""

import datetime as dt

from news.models import User


class EditConflictError(Exception):
    """Somebody saved the post since it was read: nothing was written."""

    def __init__(self, post_id: int, expected_version: int) -> None:
        super().__init__(post_id, expected_version)
        self.post_id = post_id
        self.expected_version = expected_version


class LockedError(EditConflictError):
    """Somebody keeps the post for themselves until a moment: nothing was written."""

    def __init__(self, post_id: int, owner: User, until: dt.datetime) -> None:
        super().__init__(post_id, 0)
        self.owner = owner
        self.until = until


class EmbargoError(Exception):
    """The post may not be public at the time that was asked for."""

    def __init__(self, post_id: int | None, until: dt.datetime) -> None:
        super().__init__(post_id, until)
        self.post_id = post_id
        self.until = until


class FrontPageConflictError(Exception):
    """Somebody arranged the home page since it was looked at: nothing was written."""

    def __init__(self, language: str) -> None:
        super().__init__(language)
        self.language = language


class NoFreeSlugError(Exception):
    """Every numbered and random form of a slug is taken on that day."""

    def __init__(self, slug: str) -> None:
        super().__init__(slug)
        self.slug = slug
