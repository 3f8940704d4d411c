"""Counting what the public page of a year tells."""

import json

from engage.casework import queries
from engage.casework.models import YearTold
from engage.core import cache, clock
from engage.core.database import db


def tell_year(year: int) -> YearTold:
    """Count a year and keep it for its page."""
    figures = json.dumps(queries.counted(year))
    row = queries.year_told(year)
    if row is None:
        row = YearTold(year=year)
        db.session.add(row)
        cache.bump(cache.SITE)
    if row.figures != figures:
        row.figures = figures
        cache.bump(f"transparency:{year}")
    row.at = clock.now()
    return row
