"""The machines' door (docs/words.md): a read-only JSON API that exposes only what the site shows."""
