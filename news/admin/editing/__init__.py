"""Editing a post: unsaved text, who else is here, locks, and conflicts shown field by field."""
