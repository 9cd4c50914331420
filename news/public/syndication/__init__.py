"""Feeds of the site, of categories, names and searches: one module per format, one for what they share."""
