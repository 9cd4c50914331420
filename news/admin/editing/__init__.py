"""While a post is edited: unsaved text, who else is here, locks, conflicts shown field by field."""
