"""Copies of what is held of a person: each is a row, so that the record says that one was made."""

import secrets

from engage.core import clock, ledger
from engage.core.database import db
from engage.core.permissions import VISITOR, Viewer
from engage.person import verbs
from engage.person.models import CopyState, PersonCopy


def note_given(*, reason: str = "") -> PersonCopy:
    """Note that a copy was written by the command, for whoever ran it; whom it was about is kept nowhere."""
    copy = _added(VISITOR, "", reason=reason, by_staff=True)
    copy.state, copy.ready_at = CopyState.GIVEN, clock.now()
    ledger.record(verbs.COPY_MADE, subject_id=copy.id, actor_id=None)
    return copy


def _added(actor: Viewer, email: str, *, reason: str, by_staff: bool) -> PersonCopy:
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
