"""Why a picture was not taken. The error carries facts; `news.images.words` has the sentences."""

Facts = dict[str, str | int]


class ImageRefusedError(Exception):
    """Codes: empty, too-large, not-a-picture, too-many-pixels, too-long-side, too-many-frames,
    unreadable, too-slow, too-much-memory, crashed."""

    def __init__(self, code: str, **facts: str | int) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts: Facts = facts
