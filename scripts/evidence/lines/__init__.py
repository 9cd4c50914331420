"""`LINES`, by number: the lines of docs/evidence/reader.md that a browser or a request can measure."""

from scripts.evidence.lines import (
    every_page,
    finding,
    frame,
    languages,
    lists,
    modes,
    neighbours,
    posts,
    sharing,
    typography,
    weight,
)
from scripts.evidence.measured import LINES, Line, Measured

MODULES = (every_page, finding, frame, languages, lists, modes, neighbours, posts, sharing, typography, weight)

__all__ = ["LINES", "MODULES", "Line", "Measured"]
