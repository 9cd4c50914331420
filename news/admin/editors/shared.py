"""What both editor engines need."""

# What cleans pasted text, for both engines; in this order.
PASTE_SCRIPTS = ("news-admin/paste-office.js", "news-admin/paste-runs.js", "news-admin/paste.js")


def as_textarea(value: str | None) -> str:
    """What to write into a textarea so that it holds `value`: a browser drops the newline it begins with."""
    return f"\n{value}" if value and value.startswith("\n") else value or ""
