"""Converts a post's body to untrusted HTML: Markdown, HTML and the plugins of its old site, none of which is run."""
