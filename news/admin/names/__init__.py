"""Categories, tags, authors, sources: kept in order, merged, their old addresses mended."""
