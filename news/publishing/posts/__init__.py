"""What is done to posts: one named function for each act."""
