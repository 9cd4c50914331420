"""Turns prepared posts into rows, in one transaction per post."""
