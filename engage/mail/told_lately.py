"""Who was told of a consultation by one route lately, and so does not hear the same by another one.

A notice that it opened or closes soon, and an invitation, say the same. What the outbox still holds is asked.
"""

import json
from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, or_, select

from engage.core import clock
from engage.core.database import db
from engage.core.outbox import OutboxMessage, OutboxState
from engage.mail.models import MailRun, RunKind

QUIET = timedelta(days=7)
LEAVES = (OutboxState.PLANNED, OutboxState.ATTEMPTING, OutboxState.DEFERRED, OutboxState.SENT)


def noticed_lately(consultation_ids: Collection[int], emails: Collection[str]) -> dict[str, datetime]:
    """Of some addresses those that a notice of some consultations was written to within the last week, and when."""
    ours = [MailRun.period.like(f"%:{int(number)}:%") for number in consultation_ids]
    if not ours or not emails:
        return {}
    rows = db.session.execute(
        select(OutboxMessage.to, func.max(OutboxMessage.created_at))
        .join(MailRun, MailRun.id == OutboxMessage.run_id)
        .where(*_lately(emails), MailRun.kind == RunKind.NOTICE, or_(*ours))
        .group_by(OutboxMessage.to)
    )
    return dict(rows.all())


def invited_lately(consultation_id: int, emails: Collection[str]) -> set[str]:
    """Of some addresses those that were invited to a consultation within the last week."""
    about = json.dumps([("consultation", consultation_id)])
    wanted = select(OutboxMessage.to).where(
        *_lately(emails), OutboxMessage.name == "invitation", OutboxMessage.about == about
    )
    return set(db.session.scalars(wanted)) if emails else set()


def _lately(emails: Collection[str]) -> tuple[ColumnElement[bool], ...]:
    since = clock.now() - QUIET
    return OutboxMessage.to.in_(emails), OutboxMessage.created_at > since, OutboxMessage.state.in_(LEAVES)
