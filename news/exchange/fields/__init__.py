"""Turns front-matter texts into the typed fields of a record: the meaning of each key, shared by all formats."""
