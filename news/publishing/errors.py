"""What can stop an editorial write. The errors carry facts; the door finds the words."""


class EditConflictError(Exception):
    """Somebody saved the post since it was read: nothing was written."""

    def __init__(self, post_id: int, expected_version: int) -> None:
        super().__init__(post_id, expected_version)
        self.post_id = post_id
        self.expected_version = expected_version


class NoFreeSlugError(Exception):
    """Every numbered and random form of a slug is taken on that day."""

    def __init__(self, slug: str) -> None:
        super().__init__(slug)
        self.slug = slug
