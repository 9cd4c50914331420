"""The past and future of posts: compare and restore versions, see what readers saw, schedule changes."""
