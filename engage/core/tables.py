"""Tables that leave the site: cells that no spreadsheet takes for a formula."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def formula_proof(cell: object) -> str:
    """A cell of a CSV file as text; one that a spreadsheet would run as a formula begins with an apostrophe.

    The rule is OWASP's on CSV injection; numbers are given as numbers by their callers and are left alone.
    """
    if isinstance(cell, int | float):
        return str(cell)
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text
