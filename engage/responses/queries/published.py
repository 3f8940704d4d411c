"""Published responses as everybody may see them: lists, one of them, and what is highlighted."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    Text,
    bindparam,
    column,
    exists,
    func,
    or_,
    select,
    table,
    text,
    tuple_,
)
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR

from engage.consultations.definition import QuestionKind
from engage.consultations.models import Consultation, ConsultationPublication
from engage.consultations.queries.consultations import definition_of
from engage.core.database import db
from engage.core.text import excerpt
from engage.directory.models import Organisation
from engage.responses.models import PublicAnswer, Response
from engage.responses.queries.response_texts import asked_in, public_texts
from engage.submissions.models import CoSignatory, Submission, SubmissionVersion
from engage.taxonomy.models import Area

EXCERPT = 320
WORDS = frozenset({QuestionKind.LONG_TEXT, QuestionKind.SHORT_TEXT})
NAMELESS = "Somebody who gave no name"
_fts = table("search_index_response", column("rowid", Integer))
_vectors = table("search_index_response", column("submission_id", Integer), column("document", TSVECTOR))


@dataclass(frozen=True)
class Wanted:
    """Which responses of a consultation are listed; `query` is the words looked for, quoted."""

    who: str = ""
    area_id: int | None = None
    question: str = ""
    query: str = ""


@dataclass(frozen=True)
class Published:
    """A published response as pages, feeds and lists show it."""

    submission_id: int
    number: int
    version: int
    name: str
    organisation: Organisation | None
    area: str
    at: datetime
    sent_at: datetime
    changed: bool
    changed_after_close: bool
    is_late: bool
    quotes: tuple[str, ...]
    spokesperson: str
    answers: Mapping[str, str] = field(default_factory=dict)
    excerpt: str = ""

    @property
    def who(self) -> str:
        """Whose it is, as far as they agreed to say."""
        return self.name or NAMELESS


def page_of_responses(
    consultation: Consultation, wanted: Wanted, after: tuple[datetime, int] | None = None, limit: int = 20
) -> list[Published]:
    """Responses to a public consultation, newest first, behind a place (published_at, submission_id)."""
    place = tuple_(Response.published_at, Response.submission_id)
    rows = _rows(
        _published()
        .where(Response.consultation_id == consultation.id, *_narrowed(wanted), *([place < after] if after else []))
        .order_by(Response.published_at.desc(), Response.submission_id.desc())
        .limit(limit)
    )
    return _with_words(consultation, rows, wanted.question)


def one_response(consultation: Consultation, number: int) -> Published | None:
    """The published response of a number."""
    rows = _rows(_published().where(Response.consultation_id == consultation.id, Response.number == number))
    return next(iter(_with_words(consultation, rows, "")), None)


def responses_by_ids(submission_ids: Collection[int]) -> list[tuple[Published, Consultation]]:
    """Published responses to public consultations, each with what it answers."""
    rows = db.session.execute(
        _published()
        .add_columns(Consultation)
        .join(Consultation, Consultation.id == Response.consultation_id)
        .where(Response.submission_id.in_(submission_ids), Consultation.public())
    )
    return [(_published_of(row[:-1]), row[-1]) for row in rows]


def highlighted(consultation_ids: Collection[int], limit: int = 6) -> list[tuple[Published, Consultation]]:
    """Highlighted responses to public consultations, the newest first."""
    rows = db.session.execute(
        _published()
        .add_columns(Consultation)
        .join(Consultation, Consultation.id == Response.consultation_id)
        .where(Response.consultation_id.in_(consultation_ids), Response.highlight != "", Consultation.public())
        .order_by(Response.published_at.desc(), Response.submission_id.desc())
        .limit(limit)
    )
    return [(_published_of(row[:-1]), row[-1]) for row in rows]


def formal_responses(
    organisation_ids: Collection[int], *, after: tuple[datetime, int] | None = None, limit: int = 20
) -> list[tuple[Published, Consultation]]:
    """What organisations answered, or signed with others, newest first, behind a place (published_at, submission_id).

    Each with the beginning of its longest answer.
    """
    signed = select(CoSignatory.submission_id).where(
        CoSignatory.submission_id == Response.submission_id,
        CoSignatory.organisation_id.in_(organisation_ids),
        CoSignatory.sent_version <= Response.version,
    )
    wanted = (
        _published()
        .add_columns(Consultation)
        .join(Consultation, Consultation.id == Response.consultation_id)
        .where(or_(Response.organisation_id.in_(organisation_ids), signed.exists()), Consultation.public())
    )
    if after is not None:
        wanted = wanted.where(tuple_(Response.published_at, Response.submission_id) < after)
    rows = db.session.execute(
        wanted.order_by(Response.published_at.desc(), Response.submission_id.desc()).limit(limit)
    ).all()
    texts = public_texts([row[0].submission_id for row in rows])
    return [(_worded(_published_of(row[:-1]), texts.get(row[0].submission_id, {}), "", ()), row[-1]) for row in rows]


def heard_about(publication_id: int) -> Sequence[Consultation]:
    """The public consultations about a publication of which responses are published, the newest first."""
    return db.session.scalars(
        select(Consultation)
        .join(ConsultationPublication, ConsultationPublication.consultation_id == Consultation.id)
        .where(ConsultationPublication.publication_id == publication_id, Consultation.public())
        .where(Consultation.published_count > 0)
        .order_by(Consultation.launched_at.desc(), Consultation.id.desc())
    ).all()


def areas_heard(consultation_id: int) -> Sequence[Area]:
    """The areas from which published responses came."""
    used = (
        select(Submission.area_id)
        .join(Response, Response.submission_id == Submission.id)
        .where(Response.consultation_id == consultation_id, Response.public())
    )
    return db.session.scalars(select(Area).where(Area.id.in_(used)).order_by(Area.name)).all()


def co_signatories(submission_id: int) -> Sequence[Organisation]:
    """The organisations that signed the version of a joint response that is public, by name."""
    return db.session.scalars(
        select(Organisation)
        .join(CoSignatory, CoSignatory.organisation_id == Organisation.id)
        .join(Response, Response.submission_id == CoSignatory.submission_id)
        .where(CoSignatory.submission_id == submission_id, CoSignatory.sent_version <= Response.version)
        .order_by(Organisation.name)
    ).all()


def answers_in_order(published: Published) -> list[tuple[str, str]]:
    """The label of each question that was answered in public, with the answer."""
    submission = db.session.get_one(Submission, published.submission_id)
    asked = {question.key: question.label for question in asked_in(submission, published.version)}
    return [(label, published.answers[key]) for key, label in asked.items() if key in published.answers]


def _published() -> Any:
    return (
        select(Response, Submission, Organisation, Area.name, SubmissionVersion.at)
        .join(Submission, Submission.id == Response.submission_id)
        .join(
            SubmissionVersion,
            (SubmissionVersion.submission_id == Response.submission_id)
            & (SubmissionVersion.number == Response.version),
        )
        .outerjoin(Organisation, Organisation.id == Response.organisation_id)
        .outerjoin(Area, Area.id == Submission.area_id)
        .where(Response.public())
    )


def _rows(wanted: Select[Any]) -> list[Published]:
    return [_published_of(row) for row in db.session.execute(wanted)]


def _published_of(row: Any) -> Published:
    response, submission, organisation, area, at = row
    return Published(
        submission_id=response.submission_id,
        number=response.number or 0,
        version=response.version or 0,
        name=organisation.name if organisation else response.shown_name,
        organisation=organisation,
        area=area or "",
        at=response.published_at,
        sent_at=at,
        changed=response.version > 1,
        changed_after_close=submission.amended_after_close and response.version > 1,
        is_late=submission.is_late,
        quotes=tuple(quote for quote in response.highlight.split("\n") if quote),
        spokesperson=response.spokesperson,
    )


def _with_words(consultation: Consultation, found: list[Published], question: str) -> list[Published]:
    texts = public_texts([each.submission_id for each in found])
    in_words = [each.key for each in definition_of(consultation).questions() if each.kind in WORDS]
    return [_worded(each, texts.get(each.submission_id, {}), question, in_words) for each in found]


def _worded(found: Published, answers: Mapping[str, str], question: str, in_words: Sequence[str]) -> Published:
    said = [answers[key] for key in ([question] if question else in_words) if key in answers]
    words = max(said or answers.values(), key=len, default="")
    return replace(found, answers=answers, excerpt=excerpt(words, EXCERPT))


def _narrowed(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.who:
        of_organisations = wanted.who == "organisations"
        found.append(Response.organisation_id.is_not(None) if of_organisations else Response.organisation_id.is_(None))
    if wanted.area_id is not None:
        found.append(Submission.area_id == wanted.area_id)
    if wanted.question:
        answered = (PublicAnswer.submission_id == Response.submission_id, PublicAnswer.question == wanted.question)
        found.append(exists().where(*answered))
    if wanted.query:
        found.append(Response.submission_id.in_(_found(wanted.query)))
    return found


def _found(query: str) -> Any:
    if db.engine.dialect.name == "postgresql":
        asked = func.websearch_to_tsquery("english", bindparam("looked_for", query, type_=Text), type_=TSQUERY)
        return select(_vectors.c.submission_id).where(_vectors.c.document.op("@@")(asked))
    return select(_fts.c.rowid).where(text("search_index_response MATCH :looked_for").bindparams(looked_for=query))
