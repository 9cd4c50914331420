"""The lines of docs/evidence/editor.md: `DESK_LINES` by number, `DESK_PROMISES` by name.

Import it only after Django is set up.
"""

from playwright.sync_api import Error

from scripts.evidence.desk import (
    cost,
    editing,
    every_page,
    first_post,
    losing,
    many,
    publishing,
    showing,
    today,
    writing,
)
from scripts.evidence.desk.stage import Desk
from scripts.evidence.measured import DESK_LINES, DESK_PROMISES, Line, Measured

MODULES = (cost, every_page, editing, first_post, losing, many, publishing, showing, today, writing)
NUMBERS = range(41, 58)

__all__ = ["DESK_LINES", "DESK_PROMISES", "MODULES", "NUMBERS", "Desk", "measure_desk_line"]


def measure_desk_line(desk: Desk, each: Line) -> Measured:
    """Measure one line. An unexpected page fails it; its windows are closed, so that the next line starts fresh."""
    try:
        return each.measure(desk)
    except (Error, AssertionError, LookupError, ValueError, TypeError, OSError) as error:
        return Measured(f"{type(error).__name__}: {str(error).splitlines()[0][:200]}", holds=False)
    finally:
        desk.close()
