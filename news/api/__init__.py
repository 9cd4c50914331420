"""DOOR machines: a read-only JSON API that shows what the site shows, never more."""
