"""The search index: writing entries, finding posts, and one interface to SQLite and PostgreSQL."""
