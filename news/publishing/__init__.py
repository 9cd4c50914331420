"""What editors write: one named function per act. The functions do not check permissions; the doors do."""
