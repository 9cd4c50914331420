"""The content of `demo`: original posts, drawn pictures and the profile of an invented newsroom."""
