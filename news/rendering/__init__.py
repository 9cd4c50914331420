"""Decides what of a post is shown, and how. Pages, feeds, previews and machines' answers compose only through it."""
