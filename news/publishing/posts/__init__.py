"""What editors do to posts: one named function for each act."""
