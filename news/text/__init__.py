"""Text in, text out: the pure layer. No database, no settings, no network, no other package of ours."""
