"""PostgreSQL: a generated column of tokens with a GIN index; phrases are then checked in the entry itself.

`array_to_tsvector` takes the tokens unchanged, so the server's parsers and locale do not matter. Positions, of which
a tsvector can store few, are not needed: entries with all tokens of a phrase are searched for the phrase itself.

Our own SQL function queries the index, because for a frequent word the planner would read the whole table: it does
not know the cost of decompressing a long column.
"""

from typing import Any

from news.search.query import SearchQuery, Wanted

CREATE = (
    """ALTER TABLE news_searchentry ADD COLUMN tokens tsvector GENERATED ALWAYS AS (array_to_tsvector(
        array_remove(string_to_array(title || summary || pinyin || body, ' '), ''))) STORED""",
    "CREATE INDEX news_searchentry_tokens ON news_searchentry USING gin (tokens)",
    """CREATE FUNCTION news_search_ids(wanted tsquery, phrases text[]) RETURNS SETOF bigint
        LANGUAGE sql STABLE PARALLEL SAFE SET enable_seqscan = off AS $$
            SELECT post_id FROM news_searchentry
            WHERE tokens @@ wanted AND (cardinality(phrases) = 0 OR NOT EXISTS (
                SELECT FROM unnest(phrases) AS phrase
                WHERE strpos(title, phrase) = 0 AND strpos(summary, phrase) = 0 AND strpos(body, phrase) = 0
            ))
        $$""",
)
# Decompresses several times faster than the default; not every server is built with it.
HAS_LZ4 = "SELECT 1 FROM pg_settings WHERE name = 'default_toast_compression' AND 'lz4' = ANY (enumvals)"
USE_LZ4 = "ALTER TABLE news_searchentry ALTER COLUMN body SET COMPRESSION lz4"
DROP = (
    "DROP FUNCTION IF EXISTS news_search_ids(tsquery, text[])",
    "ALTER TABLE news_searchentry DROP COLUMN IF EXISTS tokens",
)
SELECT = "SELECT news_search_ids(%s::tsquery, %s::text[])"


class PostgreSQLBackend:
    def create(self, schema_editor: Any) -> None:
        for statement in CREATE:
            schema_editor.execute(statement)
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(HAS_LZ4)
            if cursor.fetchone():
                schema_editor.execute(USE_LZ4)

    def drop(self, schema_editor: Any) -> None:
        for statement in DROP:
            schema_editor.execute(statement)

    def select_ids(self, query: SearchQuery) -> tuple[str, list[Any]]:
        """Phrases are not checked where any term is enough; having all their tokens suffices there."""
        terms = query.alternatives()
        phrases = [ways[0].pattern for ways in terms if len(ways[0].tokens) > 1]
        joined = (" | " if query.is_any else " & ").join(map(_write, terms))
        return SELECT, [joined, [] if query.is_any else phrases]

    def is_sound(self) -> bool:
        """Always true: a generated column cannot differ from its source columns."""
        return True

    def derive_again(self) -> None:
        pass


def _write(ways: list[Wanted]) -> str:
    """Write a term as tsquery. Tokens contain only letters and digits, so they cannot end the quotes."""
    written = []
    for wanted in ways:
        tokens = " & ".join(f"'{token}'" for token in wanted.tokens)
        written.append(f"({tokens}{':*' if wanted.is_prefix else ''})")
    return f"({' | '.join(written)})"


BACKEND = PostgreSQLBackend()
