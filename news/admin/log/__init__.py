"""The log of what was done, in sentences."""
