"""The launch of a consultation, and what its clock brings."""

from datetime import datetime, timedelta

from sqlalchemy import select

from engage.consultations import queries, verbs
from engage.consultations.actions.building import lock_draft
from engage.consultations.actions.details import check_order
from engage.consultations.actions.indexing import index_consultation
from engage.consultations.models import Consultation, ConsultationMoment, ConsultationState, LaunchRecord
from engage.consultations.rehearsal import checks
from engage.core import cache, clock, ledger
from engage.core.database import db
from engage.core.errors import Refused
from engage.core.files import StoredFile
from engage.core.ledger import Verb
from engage.core.permissions import Viewer
from engage.publishing import actions as publishing
from engage.publishing.models import Post

SOON = (7, 1)


def launch_checked(
    actor: Viewer,
    *,
    consultation: Consultation,
    record: StoredFile,
    at: datetime | None = None,
    post: Post | None = None,
) -> None:
    """Launch what passed its rehearsal, with the record of what is on show, and publish the post in the same act.

    Refuses while a check neither passes nor is waived.
    """
    open_checks = [check.title for check in checks(consultation) if check.state == "failed"]
    if open_checks:
        raise Refused(f"These checks do not pass yet: {', '.join(open_checks)}.")
    launch(actor, consultation=consultation, at=at, record=record)
    if post is not None and not post.is_public(clock.now()):
        publishing.publish(actor, publication=post, at=at)


def launch(
    actor: Viewer,
    *,
    consultation: Consultation,
    at: datetime | None = None,
    record: StoredFile | None = None,
) -> None:
    """Make it public at once and open it for answers, now or from a moment in the future on."""
    lock_draft(consultation)
    now = clock.now()
    if at is not None and at < now:
        raise Refused("The time has gone by. Choose one in the future, or launch it now.", "at")
    consultation.opens_at = at or now
    if consultation.closes_at is None:
        raise Refused("Say when it closes before you launch it.")
    check_order(consultation.opens_at, consultation.closes_at, consultation.results_due)
    consultation.state, consultation.launched_at = ConsultationState.LAUNCHED, now
    if record is not None:
        _keep(actor, consultation, record)
    db.session.flush()
    ledger.record(
        verbs.CONSULTATION_LAUNCHED,
        subject_id=consultation.id,
        actor_id=actor.account_id,
        definition=consultation.definition,
        notice=consultation.notice,
        record_id=record.id if record else None,
    )
    write_moments(consultation)
    index_consultation(consultation)
    cache.bump(cache.SITE, consultation.scope)


def _keep(actor: Viewer, consultation: Consultation, record: StoredFile) -> None:
    db.session.add(
        LaunchRecord(
            consultation_id=consultation.id,
            file_id=record.id,
            definition=consultation.definition,
            notice=consultation.notice,
            at=clock.now(),
            account_id=actor.account_id,
        )
    )


def write_moments(consultation: Consultation) -> None:
    """Write what came by the clock alone since the last look: opened, closing soon, closed; each once for its time."""
    now, opens, closes = clock.now(), consultation.opens_at, consultation.closes_at
    if consultation.state is not ConsultationState.LAUNCHED or opens is None or closes is None:
        return
    written = _written(consultation)
    if opens <= now and ("opened", opens) not in written:
        _write(consultation, "opened", opens, verbs.CONSULTATION_OPENED)
        cache.bump(cache.SITE, consultation.scope)
    due = [days for days in SOON if closes - timedelta(days=days) <= now < closes]
    if due and opens <= now and (f"closing_{min(due)}", closes) not in written:
        _write(consultation, f"closing_{min(due)}", closes, verbs.CONSULTATION_CLOSING_SOON, days=min(due))
    if closes <= now and ("closed", closes) not in written:
        _write(consultation, "closed", closes, verbs.CONSULTATION_CLOSED)
        cache.bump(cache.SITE, consultation.scope)


def _written(consultation: Consultation) -> set[tuple[str, datetime]]:
    rows = db.session.execute(
        select(ConsultationMoment.moment, ConsultationMoment.due_at).where(
            ConsultationMoment.consultation_id == consultation.id
        )
    )
    return {(moment, due_at) for moment, due_at in rows}


def _write(consultation: Consultation, moment: str, due_at: datetime, verb: Verb, **facts: int) -> None:
    db.session.add(ConsultationMoment(consultation_id=consultation.id, moment=moment, due_at=due_at))
    db.session.flush()
    ledger.record(verb, subject_id=consultation.id, actor_id=None, **facts)


def write_due_moments() -> None:
    """Look at every consultation that may have opened, may close soon, or may have closed."""
    for consultation in queries.with_due_moments(clock.now()):
        db.session.refresh(consultation, with_for_update=True)
        write_moments(consultation)
