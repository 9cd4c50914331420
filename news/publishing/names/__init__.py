"""What is done to categories, tags, authors and sources, and the old names and addresses that lead on."""
