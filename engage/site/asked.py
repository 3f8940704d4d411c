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
    now_open = queries.open_now(now, *narrowed, limit=MOST)
    coming = queries.coming(now, *narrowed, limit=MOST)
    # The first to close and the first to open are among them, whatever is left out.
    for moment in (*(each.closes_at for each in now_open), *(each.opens_at for each in coming)):
        cache.page_until(moment)
    found = [*now_open, *coming]
    return [(each, standing(each, now)) for each in found[:MOST]]
