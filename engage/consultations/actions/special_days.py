"""Bank holidays that were announced, and periods before elections, that the rehearsal knows of."""

from datetime import date, timedelta

from engage.consultations import verbs
from engage.core import calendar, ledger
from engage.core.calendar import DayKind, SpecialDays
from engage.core.database import db
from engage.core.errors import Refused
from engage.core.permissions import Viewer
from engage.core.text import clean_line

LONGEST_TITLE, LONGEST_PERIOD = 200, timedelta(days=120)


def add_special_days(actor: Viewer, *, kind: DayKind, title: str, starts: date, ends: date | None) -> SpecialDays:
    """Put a day or a period into the calendar; the same again is kept once."""
    title, ends = clean_line(title), ends or starts
    if not title or len(title) > LONGEST_TITLE:
        raise Refused(f"Say what it is called, in {LONGEST_TITLE} characters or fewer.", "title")
    if ends < starts:
        raise Refused("The last day cannot be before the first.", "ends")
    if ends - starts > LONGEST_PERIOD:
        raise Refused("This is longer than such a period can be. Check both dates.", "ends")
    if kind is DayKind.BANK_HOLIDAY and ends != starts:
        raise Refused("A bank holiday is one day. Add each of them.", "ends")
    for row in calendar.announced_days():
        if (row.kind, row.starts, row.ends) == (kind, starts, ends):
            return row
    row = SpecialDays(kind=kind, title=title, starts=starts, ends=ends)
    db.session.add(row)
    db.session.flush()
    facts = {"kind": kind.value, "starts": starts.isoformat(), "ends": ends.isoformat()}
    ledger.record(verbs.SPECIAL_DAYS_ADDED, subject_id=row.id, actor_id=actor.account_id, **facts)
    return row


def remove_special_days(actor: Viewer, *, row: SpecialDays) -> None:
    """Take what was put there out again."""
    facts = {"kind": row.kind.value, "starts": row.starts.isoformat(), "ends": row.ends.isoformat()}
    ledger.record(verbs.SPECIAL_DAYS_REMOVED, subject_id=row.id, actor_id=actor.account_id, **facts)
    db.session.delete(row)
    db.session.flush()
