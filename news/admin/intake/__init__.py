"""What imports did, and taking them back."""
