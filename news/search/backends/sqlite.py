"""SQLite: an FTS5 index over the table of entries, maintained by triggers.

The tokenizer `ascii` takes all non-ASCII characters as parts of tokens, whatever Unicode version SQLite has; our
tokens are folded already. Column sizes are not stored, because FTS5 does no ranking. `prefix='1'` indexes prefixes of
one character, for single Chinese characters.
"""

from typing import Any

from django.db import DatabaseError, connection, transaction

from news.search.query import SearchQuery, Wanted

CREATE = (
    """CREATE VIRTUAL TABLE news_search USING fts5(
        title, summary, pinyin, body,
        content='news_searchentry', content_rowid='post_id', tokenize='ascii', columnsize=0, prefix='1')""",
    """CREATE TRIGGER news_search_insert AFTER INSERT ON news_searchentry BEGIN
        INSERT INTO news_search(rowid, title, summary, pinyin, body)
        VALUES (new.post_id, new.title, new.summary, new.pinyin, new.body);
    END""",
    """CREATE TRIGGER news_search_delete AFTER DELETE ON news_searchentry BEGIN
        INSERT INTO news_search(news_search, rowid, title, summary, pinyin, body)
        VALUES ('delete', old.post_id, old.title, old.summary, old.pinyin, old.body);
    END""",
    """CREATE TRIGGER news_search_update AFTER UPDATE ON news_searchentry BEGIN
        INSERT INTO news_search(news_search, rowid, title, summary, pinyin, body)
        VALUES ('delete', old.post_id, old.title, old.summary, old.pinyin, old.body);
        INSERT INTO news_search(rowid, title, summary, pinyin, body)
        VALUES (new.post_id, new.title, new.summary, new.pinyin, new.body);
    END""",
)
DROP = (
    "DROP TRIGGER IF EXISTS news_search_insert",
    "DROP TRIGGER IF EXISTS news_search_delete",
    "DROP TRIGGER IF EXISTS news_search_update",
    "DROP TABLE IF EXISTS news_search",
)
SELECT = "SELECT rowid FROM news_search WHERE news_search MATCH %s"
CHECK = "INSERT INTO news_search(news_search, rank) VALUES ('integrity-check', 1)"
DERIVE = "INSERT INTO news_search(news_search) VALUES ('rebuild')"


class SQLiteBackend:
    def create(self, schema_editor: Any) -> None:
        for statement in CREATE:
            schema_editor.execute(statement)

    def drop(self, schema_editor: Any) -> None:
        for statement in DROP:
            schema_editor.execute(statement)

    def select_ids(self, query: SearchQuery) -> tuple[str, list[Any]]:
        terms = (f"({' OR '.join(map(_write, ways))})" for ways in query.alternatives())
        return SELECT, [(" OR " if query.is_any else " AND ").join(terms)]

    def is_sound(self) -> bool:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(CHECK)
        except DatabaseError:
            return False
        return True

    def derive_again(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(DERIVE)


def _write(wanted: Wanted) -> str:
    """Write an FTS5 phrase. Tokens contain only letters and digits, so they cannot end the quotes."""
    return f'"{" ".join(wanted.tokens)}"{" *" if wanted.is_prefix else ""}'


BACKEND = SQLiteBackend()
