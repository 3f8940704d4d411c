"""Consultations beside plans, places and on the home page: what is open and what is coming."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement

from engage.consultations import queries
from engage.consultations.models import Consultation
from engage.consultations.standing import Standing, standing
from engage.core import cache, clock

MOST = 6


def asked_about(
    about: ColumnElement[bool] | None = None, now: datetime | None = None
) -> Sequence[tuple[Consultation, Standing]]:
    """The consultations about something that are open, then those that are coming; the page changes when one does."""
    now = now or clock.now()
    narrowed = () if about is None else (about,)
    cache.page_until(queries.next_change(now))
    found = [*queries.open_now(now, *narrowed, limit=MOST), *queries.coming(now, *narrowed, limit=MOST)]
    return [(each, standing(each, now)) for each in found[:MOST]]
