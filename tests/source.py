"""The product's own source, read and parsed once for all tests that look into it."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def modules(*folders: str) -> Iterator[tuple[str, ast.Module]]:
    """Path from the root and tree of every Python file, in order. The trees are shared: nobody changes one."""
    for folder in folders:
        yield from _modules_of(folder)


@cache
def _modules_of(folder: str) -> list[tuple[str, ast.Module]]:
    paths = sorted((ROOT / folder).rglob("*.py"))
    return [(path.relative_to(ROOT).as_posix(), ast.parse(path.read_text())) for path in paths]
