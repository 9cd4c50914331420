"""What editors do to categories, tags, authors and sources, with redirects from their old names and addresses."""
