"""What the desk promises, and the moments that follow from it."""

from datetime import date, datetime

from flask import current_app
from sqlalchemy import select

from engage.casework.calendar import ENGLAND, Calendar
from engage.casework.models import Holiday
from engage.core.database import db
from engage.screening.models import DeskTerms


def terms() -> DeskTerms:
    """What the desk promises; what is usual while nobody has changed it."""
    return db.session.get(DeskTerms, 1) or DeskTerms.usual()


def holidays() -> dict[date, str]:
    """The days on which the desk does not work: the bank holidays of England, with what staff changed of them."""
    found = {date.fromisoformat(day): title for day, title in ENGLAND.items()}
    found |= {row.day: row.title for row in db.session.scalars(select(Holiday))}
    return {day: title for day, title in sorted(found.items()) if title}


def calendar() -> Calendar:
    """When the desk works."""
    known = terms()
    return Calendar(
        current_app.config["ENGAGE"].zone,
        frozenset(map(int, known.weekdays)),
        known.opens,
        known.closes,
        frozenset(holidays()),
    )


def appeal_due(now: datetime) -> datetime:
    """By when an appeal that is made now is answered."""
    return calendar().after_days(now, terms().appeal_days)
