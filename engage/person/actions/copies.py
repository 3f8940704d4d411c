"""Copies from asking to taking away: each step is a row, and the zip is written outside any transaction that writes."""

import secrets
from datetime import timedelta

from sqlalchemy import select

from engage.core import clock, jobs, ledger, outbox
from engage.core.claiming import claim_next
from engage.core.database import after_commit, db
from engage.core.errors import Refused
from engage.core.permissions import VISITOR, Viewer
from engage.core.text import clean_line, is_blank
from engage.person import mails, verbs
from engage.person.models import CopyState, PersonCopy

KEPT = timedelta(days=7)
BUSY = (CopyState.WAITING, CopyState.WORKING)
WORK = "person.copy"
MOST_TRIES = 5


def ask_copy(actor: Viewer, *, email: str, by_staff: bool = False, reason: str = "") -> PersonCopy:
    """Ask the worker for a copy of what is held of the person at an address; asked again meanwhile, it is the same.

    Staff say why; what is kept of that names nobody.
    """
    reason = clean_line(reason)
    if by_staff and is_blank(reason):
        raise Refused("Say why, for example “She asked for it, letter of 3 May”.", "reason")
    if email in reason.lower():
        raise Refused("The reason is kept, so it must name nobody. Leave the address out.", "reason")
    under_way = db.session.scalars(
        select(PersonCopy).where(
            PersonCopy.email == email, PersonCopy.account_id == actor.account_id, PersonCopy.state.in_(BUSY)
        )
    ).first()
    if under_way is not None:
        return under_way
    after_commit(_wake)
    return _added(actor, email, by_staff=by_staff, reason=reason)


def note_given() -> PersonCopy:
    """Note that a copy was written by the command, for whoever ran it; whom it was about is kept nowhere."""
    copy = _added(VISITOR, "", by_staff=True, reason="")
    copy.state, copy.ready_at = CopyState.GIVEN, clock.now()
    ledger.record(verbs.COPY_MADE, subject_id=copy.id, actor_id=None)
    return copy


def _added(actor: Viewer, email: str, *, by_staff: bool, reason: str) -> PersonCopy:
    copy = PersonCopy(
        key=secrets.token_hex(12),
        email=email,
        account_id=actor.account_id,
        by_staff=by_staff,
        reason=reason,
        asked_at=clock.now(),
    )
    db.session.add(copy)
    db.session.flush()
    ledger.record(verbs.COPY_ASKED, subject_id=copy.id, actor_id=actor.account_id, by_staff=by_staff)
    return copy


def _wake() -> None:
    jobs.wake(WORK)


def claim_copy() -> PersonCopy | None:
    """Take the oldest copy that nobody makes, for five minutes; one that was begun too often is given up."""
    found = claim_next(PersonCopy, BUSY)
    if found is None:
        return None
    found.tries += 1
    found.state = CopyState.WORKING if found.tries <= MOST_TRIES else CopyState.FAILED
    return found if found.state is CopyState.WORKING else None


def finish_copy(copy_id: int, *, size: int, tell: str) -> None:
    """Say that the copy is ready, and write so to whoever asked; one that was taken away meanwhile stays away."""
    copy = db.session.get_one(PersonCopy, copy_id, populate_existing=True)
    if copy.state is not CopyState.WORKING:
        return
    copy.state, copy.size, copy.ready_at, copy.leased_until = CopyState.READY, size, clock.now(), None
    if tell:
        outbox.put(mails.copy_ready(copy, tell), key=f"person-copy:{copy.key}")
    ledger.record(verbs.COPY_MADE, subject_id=copy.id, actor_id=copy.account_id)


def note_fetched(actor: Viewer, *, copy_id: int) -> None:
    """Note that a copy was downloaded."""
    ledger.record(verbs.COPY_FETCHED, subject_id=copy_id, actor_id=actor.account_id)


def expire_copy(copy: PersonCopy) -> None:
    """Note that a copy lies there no longer, and forget whose it was."""
    copy.state, copy.email, copy.leased_until = CopyState.EXPIRED, "", None
