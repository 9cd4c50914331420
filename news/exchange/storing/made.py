"""Records what one transaction creates besides its post, so that an undo can remove it."""

from collections.abc import Collection, Mapping

MadeRows = dict[str, list[int]]  # ids by table («category», …); «revived» addresses said only «gone» before


def add_made(made: MadeRows, table: str, ids: Collection[int]) -> None:
    """Add ids, each once. Without ids, the table gets no entry."""
    if ids:
        made[table] = list(dict.fromkeys([*made.get(table, []), *ids]))


def merge_made(one: Mapping[str, list[int]], other: Mapping[str, list[int]]) -> MadeRows:
    merged: MadeRows = {table: list(ids) for table, ids in one.items()}
    for table, ids in other.items():
        add_made(merged, table, ids)
    return merged
