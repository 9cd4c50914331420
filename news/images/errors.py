"""Why a picture was not taken. The error carries facts; the door finds the words."""


class ImageRefusedError(Exception):
    """Codes: empty, too-large, not-a-picture, too-many-pixels, unreadable."""

    def __init__(self, code: str, **facts: str | int) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts
