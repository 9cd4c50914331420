"""Cells of tables that people open in a spreadsheet."""

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def quote_formula(cell: str) -> str:
    """Keeps a spreadsheet from running a text that begins like a formula (CWE-1236; OWASP, CSV injection)."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell
