"""What the files of submissions are made from: plain rows, in batches by key."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Row, func, select

from engage.core.database import db
from engage.directory.models import Organisation
from engage.submission_data.models import SubmissionExport
from engage.submissions.models import EqualityAnswer, Submission, SubmissionState, SubmissionVersion
from engage.taxonomy.models import Area

_sent = Submission.__table__
_version = SubmissionVersion.__table__
_ROWS = (
    select(
        _sent.c.id,
        _sent.c.reference,
        _sent.c.channel,
        _sent.c.respondent,
        Organisation.name.label("organisation"),
        Area.code.label("area"),
        _sent.c.sent_at,
        _sent.c.version,
        _sent.c.is_late,
        _sent.c.consent,
        _sent.c.name,
        _sent.c.email,
        _sent.c.for_name,
        _sent.c.for_relation,
        _version.c.answers,
    )
    .join(_version, (_version.c.submission_id == _sent.c.id) & (_version.c.number == _sent.c.version))
    .outerjoin(Organisation, Organisation.id == _sent.c.organisation_id)
    .outerjoin(Area, Area.id == _sent.c.area_id)
)


def _stands(consultation_id: int) -> list[Any]:
    return [_sent.c.consultation_id == consultation_id, _sent.c.state == SubmissionState.SENT]


def sent_rows(consultation_id: int, *, after: int, until: int, limit: int) -> Sequence[Row[Any]]:
    """A batch of sent submissions with the answers of the version that was sent last, by id."""
    return db.session.execute(
        _ROWS.where(*_stands(consultation_id), _sent.c.id > after, _sent.c.id <= until)
        .order_by(_sent.c.id)
        .limit(limit)
    ).all()


def sent_total(consultation_id: int, *, until: int) -> int:
    """How many submissions up to an id stand as sent, counted anew."""
    found = db.session.scalar(
        select(func.count()).select_from(_sent).where(*_stands(consultation_id), _sent.c.id <= until)
    )
    return found or 0


def last_sent_id(consultation_id: int) -> int:
    """The highest id of a sent submission; 0 when there is none."""
    return db.session.scalar(select(func.max(_sent.c.id)).where(*_stands(consultation_id))) or 0


def equality_batches(consultation_id: int, size: int) -> Iterator[Sequence[Any]]:
    """All equality answers with their coarse area, in an order drawn anew each time."""
    found = (
        select(Area.code.label("area"), EqualityAnswer.answers)
        .outerjoin(Area, Area.id == EqualityAnswer.area_id)
        .where(EqualityAnswer.consultation_id == consultation_id)
        .order_by(func.random())
        .execution_options(yield_per=size)
    )
    yield from db.session.execute(found).partitions()


def equality_total(consultation_id: int) -> int:
    """How many answered the equality questions."""
    wanted = select(func.count()).select_from(EqualityAnswer).where(EqualityAnswer.consultation_id == consultation_id)
    return db.session.scalar(wanted) or 0


def exports_of(consultation_id: int, limit: int = 20) -> list[SubmissionExport]:
    """The newest exports of a consultation."""
    return list(
        db.session.scalars(
            select(SubmissionExport)
            .where(SubmissionExport.consultation_id == consultation_id)
            .order_by(SubmissionExport.id.desc())
            .limit(limit)
        )
    )


def export_by_key(key: str) -> SubmissionExport | None:
    """The export of a key."""
    return db.session.scalars(select(SubmissionExport).where(SubmissionExport.key == key)).first()
