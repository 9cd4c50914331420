"""The log of what editors did."""
