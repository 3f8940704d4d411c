"""Noting who took part in an engagement."""

from sqlalchemy import select

from engage.accounts.models import Account
from engage.core import ledger
from engage.core.database import db
from engage.core.errors import Refused
from engage.core.permissions import Viewer
from engage.directory.models import Contact, Organisation
from engage.engagements import verbs
from engage.engagements.models import Engagement, EngagementParty

COLUMNS = {
    "organisation": EngagementParty.organisation_id,
    "contact": EngagementParty.contact_id,
    "account": EngagementParty.account_id,
}
GONE = "This is not in the directory any more. Look for it again."
ROWS = {"organisation": Organisation, "contact": Contact, "account": Account}


def add_party(actor: Viewer, *, engagement: Engagement, kind: str, subject_id: int) -> None:
    """Note that somebody took part; noting it twice changes nothing."""
    if kind not in COLUMNS:
        raise Refused(GONE)
    column = COLUMNS[kind]
    present = select(EngagementParty.id).where(EngagementParty.engagement_id == engagement.id, column == subject_id)
    if db.session.scalar(present) is not None:
        return
    if db.session.get(ROWS[kind], subject_id) is None:
        raise Refused(GONE)
    db.session.add(EngagementParty(engagement_id=engagement.id, **{column.key: subject_id}))
    db.session.flush()
    ledger.record(
        verbs.PARTY_ADDED,
        subject_id=engagement.id,
        actor_id=actor.account_id,
        party_kind=kind,
        party_id=subject_id,
    )


def remove_party(actor: Viewer, *, engagement: Engagement, party_id: int) -> None:
    """Note that somebody did not take part after all; doing it twice changes nothing."""
    row = db.session.get(EngagementParty, party_id)
    if row is None or row.engagement_id != engagement.id:
        return
    kind = next(kind for kind, column in COLUMNS.items() if getattr(row, column.key) is not None)
    db.session.delete(row)
    ledger.record(
        verbs.PARTY_REMOVED,
        subject_id=engagement.id,
        actor_id=actor.account_id,
        party_kind=kind,
        party_id=getattr(row, COLUMNS[kind].key),
    )
