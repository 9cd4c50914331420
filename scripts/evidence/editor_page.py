"""Writes the measurements of the desk to docs/evidence/editor.md."""

from datetime import date

from scripts.evidence.editors import POSTS, Figure
from scripts.evidence.measured import DESK_LINES, DESK_PROMISES, Line, Measured
from scripts.evidence.site import ROOT
from scripts.evidence.table import cell, rows

PAGE = ROOT / "docs" / "evidence" / "editor.md"
INTRODUCTION = """\
# The editors' desk, measured

Written by `make evidence` on {today}: a fresh site with the demo, served by gunicorn as in production, worked on with
Chromium by people of every role. `tests/browser/test_editor_lines.py` goes through the same lines, and
`tests/browser/test_newsroom_day.py` through a whole day. Numbers follow those of [the readers' lines](reader.md).
"""
NOT_MEASURED = Measured("not measured", holds=False)


def write_editor_page(desk: dict[int | str, Measured], figures: list[Figure]) -> None:
    """Replace the page with the new measurements."""
    introduction = INTRODUCTION.format(today=date.today().isoformat())  # noqa: DTZ011
    PAGE.write_text("\n".join([introduction, *desk_parts(desk, figures)]), encoding="utf-8")


def desk_parts(desk: dict[int | str, Measured], figures: list[Figure]) -> list[str]:
    parts = []
    if desk:
        parts = [lines_part("Line by line", DESK_LINES, desk), lines_part("Beside them", DESK_PROMISES, desk)]
    return parts + ([figures_part(figures)] if figures else [])


def lines_part(title: str, lines: dict[int, Line] | dict[str, Line], desk: dict[int | str, Measured]) -> str:
    told = []
    for line in sorted(lines.values(), key=lambda each: str(each.number)):
        measured = desk.get(line.number, NOT_MEASURED)
        mark = "holds" if measured.holds else "**does not hold**"
        told.append(f"| {line.number} | {cell(line.text)} | {cell(measured.value)} | {mark} |")
    return rows(title, "| | what must hold | measured | |", told)


def figures_part(figures: list[Figure]) -> str:
    told = [
        f"| {each.name} | {each.queries} | {each.ms:.0f} | {each.processor_ms:.0f} | "
        f"{each.most_queries} queries, {each.most_ms} ms |"
        for each in figures
    ]
    text = rows(f"{POSTS:,} posts", "| | queries | ms | of it processor time | at most |", told)
    return text + "\n`tests/benchmarks/desk.py`, SQLite, median of seven.\n"


def join_line_56(desk: dict[int | str, Measured], figures: list[Figure]) -> None:
    """Add the figures with 20,000 posts, which are half of line 56."""
    line, page = desk.get(56), next((each for each in figures if each.name == "list"), None)
    if line is not None and page is not None:
        value = f"{line.value}; {page.queries} queries and {page.ms:.0f} ms with {POSTS:,} posts"
        desk[56] = Measured(value, line.holds and page.holds)
