"""What forms need to add and choose pictures, and the texts that their scripts show."""
