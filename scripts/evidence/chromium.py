"""Finds the Chromium program."""

import os
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def find_chromium() -> str | None:
    """Return its path: CMS_CHROMIUM, or the first of the usual program names that exists."""
    named = os.environ.get("CMS_CHROMIUM")
    return shutil.which(named) if named else next(filter(None, map(shutil.which, NAMES)), None)
