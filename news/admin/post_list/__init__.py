"""The list of posts: tabs, filters, quick edit, bulk acts, the calendar."""
