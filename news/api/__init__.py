"""The machines' way in (a «door» in docs/words.md): a read-only JSON API that exposes only what the site shows."""
