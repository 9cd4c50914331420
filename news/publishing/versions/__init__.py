"""What a version of a post is: its fields, its snapshots, and what differs between two of them. Writes nothing."""
