"""Categories, tags, authors and sources: ordering and merging them, and fixing their old addresses."""
