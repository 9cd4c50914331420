"""Decides which parts of a post are shown, and how. Pages, feeds, previews and API responses are all built here."""
