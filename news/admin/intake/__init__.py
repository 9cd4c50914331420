"""What imports did, and how to undo them."""
