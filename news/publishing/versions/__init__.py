"""What a version of a post is: its fields, its snapshots, and the differences between two of them. Writes nothing."""
