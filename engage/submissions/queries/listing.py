"""The staff's list of what was sent to a consultation, newest first, narrowed by answers through their index."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Row,
    Select,
    Text,
    bindparam,
    column,
    exists,
    func,
    select,
    table,
    text,
    tuple_,
)
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR
from sqlalchemy.orm import aliased

from engage.core.database import db
from engage.directory.models import Organisation
from engage.submissions.models import AnswerChoice, Channel, Respondent, Submission, SubmissionState
from engage.taxonomy.models import Area

COMMON = 2000
Place = tuple[datetime, int]
_sent = Submission.__table__.c
_fts = table("search_index_submission", column("rowid", Integer))
_vectors = table(
    "search_index_submission", column("submission_id", Integer), column("place", Text), column("document", TSVECTOR)
)


@dataclass(frozen=True)
class Chosen:
    """That somebody chose an option of a question."""

    question: str
    option: str


@dataclass(frozen=True)
class SubmissionFilter:
    """What the list is narrowed to; nothing named is everything that was sent. `query` is the words, each quoted."""

    channel: Channel | None = None
    respondent: Respondent | None = None
    late: bool = False
    reference: str = ""
    query: str = ""
    chosen: tuple[Chosen, ...] = ()


def page_of_submissions(
    consultation_id: int, wanted: SubmissionFilter, *, after: Place | None, limit: int
) -> Sequence[Row[Any]]:
    """A page of sent submissions, the one sent last first, behind a place (sent_at, id).

    With answers to look for, the rarest of them leads: the list is read from its part of the index, in its order.
    """
    base, order = _everything(consultation_id), (_sent.sent_at, _sent.id)
    if wanted.chosen:
        first, *others = sorted(wanted.chosen, key=lambda one: _how_common(consultation_id, one))
        base, order = _led_by(consultation_id, first)
        for one in others:
            base = base.where(_also(consultation_id, one))
    if wanted.query:
        base = base.where(_sent.id.in_(_found(consultation_id, wanted.query)))
    for narrowing in _narrowed(wanted):
        base = base.where(narrowing)
    if after is not None:
        base = base.where(tuple_(*order) < tuple_(*after))
    return db.session.execute(base.order_by(*(column.desc() for column in order)).limit(limit)).all()


def _columns() -> Select[Any]:
    return select(
        _sent.id,
        _sent.reference,
        _sent.channel,
        _sent.respondent,
        _sent.name,
        _sent.for_name,
        _sent.sent_at,
        _sent.version,
        _sent.is_late,
        Organisation.name.label("organisation"),
        Area.name.label("area"),
    )


def _joined(base: Select[Any]) -> Select[Any]:
    return base.outerjoin(Organisation, Organisation.id == _sent.organisation_id).outerjoin(
        Area, Area.id == _sent.area_id
    )


def _stands(consultation_id: int) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return _sent.consultation_id == consultation_id, _sent.state == SubmissionState.SENT


def _everything(consultation_id: int) -> Select[Any]:
    return _joined(_columns().select_from(Submission)).where(*_stands(consultation_id))


def _led_by(consultation_id: int, chosen: Chosen) -> tuple[Select[Any], tuple[Any, Any]]:
    lead = aliased(AnswerChoice)
    base = _columns().select_from(lead).join(Submission, Submission.id == lead.submission_id)
    narrowed = _joined(base).where(*_is(lead, consultation_id, chosen), _sent.state == SubmissionState.SENT)
    return narrowed, (lead.sent_at, lead.submission_id)


def _is(choice: Any, consultation_id: int, chosen: Chosen) -> tuple[ColumnElement[bool], ...]:
    return (
        choice.consultation_id == consultation_id,
        choice.question == chosen.question,
        choice.option == chosen.option,
    )


def _also(consultation_id: int, chosen: Chosen) -> ColumnElement[bool]:
    other = aliased(AnswerChoice)
    return exists().where(*_is(other, consultation_id, chosen), other.submission_id == _sent.id)


def _how_common(consultation_id: int, chosen: Chosen) -> int:
    """How many chose it, counted no further than a list would ever be searched."""
    some = select(AnswerChoice.submission_id).where(*_is(AnswerChoice, consultation_id, chosen)).limit(COMMON)
    return db.session.scalar(select(func.count()).select_from(some.subquery())) or 0


def _narrowed(wanted: SubmissionFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.channel is not None:
        found.append(_sent.channel == wanted.channel)
    if wanted.respondent is not None:
        found.append(_sent.respondent == wanted.respondent)
    if wanted.late:
        found.append(_sent.is_late.is_(True))
    if wanted.reference:
        found.append(_sent.reference == wanted.reference)
    return found


def submission_place(consultation_id: int) -> str:
    """The one word by which the index of submissions is narrowed to a consultation."""
    return f"consultation{consultation_id}"


def _found(consultation_id: int, query: str) -> Select[int]:
    """The submissions in which every word is: in an answer, a name, or a file."""
    if db.engine.dialect.name == "postgresql":
        asked = func.websearch_to_tsquery("english", bindparam("looked_for", query, type_=Text), type_=TSQUERY)
        return select(_vectors.c.submission_id).where(
            _vectors.c.document.op("@@")(asked), _vectors.c.place == submission_place(consultation_id)
        )
    narrowed = f"place : {submission_place(consultation_id)} AND {{people answers letters}} : ({query})"
    return select(_fts.c.rowid).where(text("search_index_submission MATCH :looked_for").bindparams(looked_for=narrowed))


def sent_submission(consultation_id: int, submission_id: int) -> Submission | None:
    """A submission that was sent to a consultation, withdrawn or not; never a draft."""
    return db.session.scalars(
        select(Submission).where(
            Submission.id == submission_id,
            Submission.consultation_id == consultation_id,
            Submission.state.in_([SubmissionState.SENT, SubmissionState.WITHDRAWN]),
        )
    ).first()
