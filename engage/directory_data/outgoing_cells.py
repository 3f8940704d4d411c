"""Cells of the files that leave the directory."""

from collections.abc import Iterable
from datetime import date, datetime

from engage.core.i18n import local


def joined(texts: Iterable[str]) -> str:
    """Several things in one cell, as they are read again."""
    return "; ".join(texts)


def day(moment: date | None) -> str:
    """A day, or the day of a moment on the site's clock, as a file has it; nothing for none."""
    if isinstance(moment, datetime):
        moment = local(moment).date()
    return moment.isoformat() if moment else ""


def yes(said: object) -> str:
    """Yes or no."""
    return "yes" if said else "no"
