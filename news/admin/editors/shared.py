"""What both editor engines need."""

# Scripts that clean pasted text, for both engines; the order matters.
PASTE_SCRIPTS = ("news-admin/paste-office.js", "news-admin/paste-runs.js", "news-admin/paste.js")


def as_textarea(value: str | None) -> str:
    """Return the content that makes a textarea hold `value`: browsers drop a newline at its start."""
    return f"\n{value}" if value and value.startswith("\n") else value or ""
