"""Turns a record into a prepared post: what is repaired, kept or refused, and why. Writes no rows."""
