"""The search index: what is written for a post, how it is found, one face for SQLite and PostgreSQL."""
