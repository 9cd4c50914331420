"""The errors that can stop an editorial write. They carry facts; the doors turn those into words."""

import datetime as dt

from news.models import User


class EditConflictError(Exception):
    """Someone has saved the post since it was read; nothing was written."""

    def __init__(self, post_id: int, expected_version: int) -> None:
        super().__init__(post_id, expected_version)
        self.post_id = post_id
        self.expected_version = expected_version


class LockedError(EditConflictError):
    """Another user has locked the post until a certain time; nothing was written."""

    def __init__(self, post_id: int, owner: User, until: dt.datetime) -> None:
        super().__init__(post_id, 0)
        self.owner = owner
        self.until = until


class EmbargoError(Exception):
    """The post is under embargo at the requested time."""

    def __init__(self, post_id: int | None, until: dt.datetime) -> None:
        super().__init__(post_id, until)
        self.post_id = post_id
        self.until = until


class FrontPageConflictError(Exception):
    """Someone has rearranged the home page since it was loaded; nothing was written."""

    def __init__(self, language: str) -> None:
        super().__init__(language)
        self.language = language


class NoFreeSlugError(Exception):
    """Every numbered and random variant of a slug is taken on that day."""

    def __init__(self, slug: str) -> None:
        super().__init__(slug)
        self.slug = slug
