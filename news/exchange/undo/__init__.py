"""Undoes an import: first its posts, one by one, then everything else it created that is no longer used."""
