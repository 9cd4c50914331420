"""What `demo` shows: original posts, drawn pictures and the profile of an invented newsroom."""
