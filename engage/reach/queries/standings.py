"""Which figures are to be counted anew, and who had spoken when they were counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, literal, select, union_all

from engage.consultations.models import Consultation, ConsultationState
from engage.core.database import db
from engage.directory.models import StakeholderKind
from engage.engagements.models import Engagement
from engage.publishing.models import Plan
from engage.reach.models import ReachCount, ReachStanding, SubjectKind
from engage.reach.queries.doings import SPOKE, Doing, doings
from engage.reach.queries.subjects import Subject
from engage.reach.stakeholders import Stakeholder

SHARE = 20
LONG_CLOSED = timedelta(days=60)
A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Spoken:
    """Whether a stakeholder said anything about a subject, or writes at it."""

    spoke: bool
    drafts: bool


NOT_YET = Spoken(spoke=False, drafts=False)


def due(now: datetime, position: int) -> Sequence[tuple[SubjectKind, int]]:
    """The subjects whose figures may have changed: those that take answers first, then those counted longest ago.

    Each rests for twenty times as long as it takes to count all that take answers, or all that there are, so that
    counting never has more than a tenth of a worker; one that closed long ago rests for a day. Figures may change by
    the clock alone when the time of an engagement has come that was entered before.
    """
    last_met = db.session.scalar(select(func.max(Engagement.at)).where(Engagement.at <= now))
    is_open = and_(Consultation.opens_at <= now, Consultation.closes_at > now)
    has_ended = Consultation.closes_at < now - LONG_CLOSED
    consultations = _with_count(SubjectKind.CONSULTATION, Consultation, is_open, has_ended).where(
        Consultation.state == ConsultationState.LAUNCHED
    )
    plans = _with_count(SubjectKind.PLAN, Plan, literal(False), literal(False)).where(Plan.withdrawn_at.is_(None))
    rows = db.session.execute(union_all(consultations, plans)).all()
    of_open = SHARE * timedelta(seconds=sum(row.seconds or 0 for row in rows if row.is_open))
    of_all = SHARE * timedelta(seconds=sum(row.seconds or 0 for row in rows))
    wanted = [
        row
        for row in rows
        if (row.position != position or (last_met is not None and row.at < last_met))
        and _is_rested(row, now, of_open if row.is_open else of_all)
    ]
    wanted.sort(key=lambda row: (row.at is not None, not row.is_open, row.at or now, row.subject_id))
    return [(SubjectKind(row.kind), row.subject_id) for row in wanted]


def _with_count(kind: SubjectKind, model: Any, is_open: Any, has_ended: Any) -> Select[Any]:
    mine = and_(ReachCount.kind == kind, ReachCount.subject_id == model.id)
    return select(
        literal(kind.value).label("kind"),
        model.id.label("subject_id"),
        is_open.label("is_open"),
        has_ended.label("has_ended"),
        ReachCount.at,
        ReachCount.position,
        ReachCount.seconds,
    ).outerjoin(ReachCount, mine)


def _is_rested(row: Any, now: datetime, rest: timedelta) -> bool:
    if row.at is None:
        return True
    return bool(row.at + (max(rest, A_DAY) if row.has_ended else rest) <= now)


def spoken(subject: Subject) -> dict[Stakeholder, Spoken]:
    """Who spoke or drafts now."""
    found: dict[Stakeholder, Spoken] = {}
    for whom in StakeholderKind:
        done = doings(subject, whom)
        rows = select(done.c.doing, done.c.whom_id).where(done.c.doing.in_([*SPOKE, Doing.DRAFTING])).distinct()
        for doing, whom_id in db.session.execute(rows):
            who = Stakeholder(whom, whom_id)
            before, drafts = found.get(who, NOT_YET), doing == Doing.DRAFTING
            found[who] = Spoken(before.spoke or not drafts, before.drafts or drafts)
    return found


def kept_standings(subject: Subject) -> dict[Stakeholder, Spoken]:
    """Who had spoken or was drafting when the subject was counted last."""
    mine = (ReachStanding.kind == subject.kind, ReachStanding.subject_id == subject.id)
    columns = (ReachStanding.whom, ReachStanding.whom_id, ReachStanding.spoke, ReachStanding.drafts)
    rows = db.session.execute(select(*columns).where(*mine))
    return {Stakeholder(whom, whom_id): Spoken(spoke, drafts) for whom, whom_id, spoke, drafts in rows}


def has(subject: Subject, whom: StakeholderKind, whom_id: Any, column: Any) -> ColumnElement[bool]:
    """Whether a stakeholder had spoken, or was drafting, when the subject was counted last."""
    mine = (ReachStanding.kind == subject.kind, ReachStanding.subject_id == subject.id, ReachStanding.whom == whom)
    return exists().where(*mine, ReachStanding.whom_id == whom_id, column.is_(True))
