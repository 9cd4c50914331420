"""PostgreSQL: a generated column of tokens under a GIN index; the order of tokens is looked up in the entry itself.

`array_to_tsvector` takes the tokens as they are: no parser or locale of the server has a say. Positions, of which a
tsvector holds few, are not needed: what has all pairs of a phrase is compared with the phrase.

A function of ours asks the index, because the planner would rather read the whole table for a frequent word: it does
not know what unpacking a long column costs.
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
# Unpacks several times faster than the default, where the server was built with it.
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
        """Where any term is enough, phrases are not looked up: their pairs are."""
        terms = query.alternatives()
        phrases = [ways[0].pattern for ways in terms if len(ways[0].tokens) > 1]
        joined = (" | " if query.is_any else " & ").join(map(_write, terms))
        return SELECT, [joined, [] if query.is_any else phrases]

    def is_sound(self) -> bool:
        """Always: the column cannot differ from what it is generated from."""
        return True

    def derive_again(self) -> None:
        pass


def _write(ways: list[Wanted]) -> str:
    """In the language of tsquery. Tokens hold letters and digits only, so nothing in them can end the quotes."""
    written = []
    for wanted in ways:
        tokens = " & ".join(f"'{token}'" for token in wanted.tokens)
        written.append(f"({tokens}{':*' if wanted.is_prefix else ''})")
    return f"({' | '.join(written)})"


BACKEND = PostgreSQLBackend()
