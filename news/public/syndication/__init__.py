"""Feeds of the site, of categories, names and searches: one module per format, and one for what they share."""
