"""The list of posts: tabs, filters, quick edit, acts on many, the calendar."""
