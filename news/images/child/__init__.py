"""What runs in the picture worker: the only code that gives foreign bytes to Pillow. Knows no Django, opens nothing."""
