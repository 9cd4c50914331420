"""The code of the picture worker, the only code that gives foreign bytes to Pillow. No Django; opens nothing."""
