"""Why a picture was not accepted. Errors carry facts; `news.images.messages` turns them into sentences."""


class ImageRefusedError(Exception):
    """A picture was refused. Codes: empty, too-large, not-a-picture, too-many-pixels, too-long-side, too-many-frames,
    unreadable, too-slow, too-much-memory, crashed."""

    def __init__(self, code: str, **facts: str | int) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts: dict[str, str | int] = facts


class KnownBytesError(Exception):
    """The library already has these bytes. `is_same`: the row that has them is the one that was to receive them."""

    def __init__(self, image_id: int, *, is_same: bool) -> None:
        super().__init__(image_id)
        self.image_id = image_id
        self.is_same = is_same


class ReplacedMeanwhileError(Exception):
    """Another request replaced the row's file after it was read: nothing was written."""

    def __init__(self, image_id: int) -> None:
        super().__init__(image_id)
        self.image_id = image_id
