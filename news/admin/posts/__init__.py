"""The form of a post and what belongs to it: fields by role, steps, checks beside it, previews."""
