"""Why a picture was not taken. The error carries facts; `news.images.messages` has the sentences."""


class ImageRefusedError(Exception):
    """Codes: empty, too-large, not-a-picture, too-many-pixels, too-long-side, too-many-frames,
    unreadable, too-slow, too-much-memory, crashed."""

    def __init__(self, code: str, **facts: str | int) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts: dict[str, str | int] = facts


class KnownBytesError(Exception):
    """A row of the library has these bytes already; `is_same`: it is the one that was to get them."""

    def __init__(self, image_id: int, *, is_same: bool) -> None:
        super().__init__(image_id)
        self.image_id = image_id
        self.is_same = is_same


class ReplacedMeanwhileError(Exception):
    """Somebody else gave the row another file since it was looked at: nothing was written."""

    def __init__(self, image_id: int) -> None:
        super().__init__(image_id)
        self.image_id = image_id
