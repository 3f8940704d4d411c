"""Reads of responses: what waits for a moderator, and what everybody may see."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import abort
from sqlalchemy import ColumnElement, Select, and_, func, or_, select, tuple_

from engage.comments.models import Reason
from engage.comments.queries import reason
from engage.consultations.models import Consultation, ConsultationPublication
from engage.consultations.queries.consultations import area_ids
from engage.core.database import db
from engage.core.permissions import Viewer
from engage.directory.models import Organisation
from engage.publishing.models import PublicationArea
from engage.responses.models import Response, ResponseState
from engage.responses.rights import HIGHLIGHT, PASS
from engage.submissions.models import Answer, DraftMember, Submission, SubmissionVersion

Place = tuple[datetime, int]
NOBODY = "Somebody without a name"


@dataclass(frozen=True)
class Held:
    """A response with what it belongs to."""

    response: Response
    submission: Submission
    consultation: Consultation
    organisation: Organisation | None

    @property
    def who(self) -> str:
        """Who sent it, for those who may know."""
        return self.organisation.name if self.organisation else self.submission.name or NOBODY

    @property
    def version_to_read(self) -> int:
        """The newest sent version."""
        return self.submission.version

    @property
    def is_change(self) -> bool:
        """Whether an earlier version is public while a newer one waits."""
        return self.response.is_public and self.response.waiting_since is not None


def response(submission_id: int) -> Response | None:
    """The response made of a submission, public or not."""
    return db.session.get(Response, submission_id)


def standing_in_public(submission: Submission) -> tuple[Response, Reason | None] | None:
    """What its respondent is told of its publication, with the reason where it was refused; nothing without consent."""
    found = response(submission.id)
    if found is None or found.state is ResponseState.WITHDRAWN:
        return None
    return found, reason(found.reason_key) if found.reason_key else None


def held(submission_ids: Collection[int]) -> dict[int, Held]:
    """Responses with what they belong to, by one statement."""
    rows = db.session.execute(_held().where(Response.submission_id.in_(submission_ids)))
    return {row[0].submission_id: Held(*row) for row in rows}


def access_response(viewer: Viewer, submission_id: int) -> Held:
    """A response for one who may pass it; unseen and missing are the same 404."""
    found = held([submission_id]).get(submission_id)
    if found is None or not reachable(viewer, [submission_id]):
        abort(404)
    return found


def access_published(viewer: Viewer, submission_id: int) -> Held:
    """A published response for one who may highlight it; unseen and missing are the same 404."""
    found = held([submission_id]).get(submission_id)
    if found is None or not (found.response.is_public and found.consultation.is_public):
        abort(404)
    if not viewer.may(HIGHLIGHT, area_ids(found.consultation)):
        abort(404)
    return found


def waiting_responses(
    after: Place | None = None, limit: int = 50, within: Collection[int] | None = None
) -> Sequence[Held]:
    """What waits for a moderator, the longest waiting first, behind a place (waiting_since, submission_id).

    `within` narrows it to consultations about these areas.
    """
    wanted = _held().where(Response.waiting_since.is_not(None), *_within(within), *_behind(after))
    rows = db.session.execute(wanted.order_by(Response.waiting_since, Response.submission_id).limit(limit))
    return [Held(*row) for row in rows]


def waiting_lines(
    within: Collection[int] | None,
    publication_id: int | None,
    *,
    after: Place | None = None,
    limit: int = 50,
    words: str = "",
    before: datetime | None = None,
) -> Select[int, datetime, str, str, str]:
    """The statement for the same as lines: id, since when, who sent it, its longest answer as JSON, to what.

    `publication_id` narrows it to consultations about a publication, `words` to responses that hold them in an answer
    or a name, `before` to those that have waited since before a moment.
    """
    named = func.coalesce(Organisation.name, func.nullif(Submission.name, ""), NOBODY)
    longest = (
        select(Answer.value)
        .where(Answer.submission_id == Response.submission_id, Answer.value.startswith('"'))
        .order_by(func.length(Answer.value).desc())
        .limit(1)
        .scalar_subquery()
    )
    return (
        select(Response.submission_id, Response.waiting_since, named, longest, Consultation.title)
        .join(Submission, Submission.id == Response.submission_id)
        .join(Consultation, Consultation.id == Response.consultation_id)
        .outerjoin(Organisation, Organisation.id == Response.organisation_id)
        .where(Response.waiting_since.is_not(None), *_within(within), *_behind(after))
        .where(*_about_publication(publication_id), *_with_words(words))
        .where(*([Response.waiting_since <= before] if before is not None else []))
        .order_by(Response.waiting_since, Response.submission_id)
        .limit(limit)
    )


def waiting_count(within: Collection[int] | None = None) -> int:
    """How many wait, from the counter of each consultation."""
    return db.session.scalar(counting_waiting(within)) or 0


def counting_waiting(within: Collection[int] | None) -> Select[int]:
    """The statement for how many wait, from the counter of each consultation."""
    narrowed = [] if within is None else [Consultation.id.in_(_about(within))]
    return select(func.coalesce(func.sum(Consultation.waiting_count), 0)).where(
        Consultation.waiting_count > 0, *narrowed
    )


def reachable(viewer: Viewer, submission_ids: Collection[int]) -> frozenset[int]:
    """Those about which the viewer may decide: consultations about the viewer's areas."""
    scope = viewer.scope(PASS)
    wanted = select(Response.submission_id).where(Response.submission_id.in_(submission_ids), *_within(scope))
    return frozenset(db.session.scalars(wanted))


def still_waiting(submission_ids: Collection[int]) -> dict[int, int]:
    """Those that wait, each with the version to be read."""
    rows = db.session.execute(
        select(Response.submission_id, Submission.version)
        .join(Submission, Submission.id == Response.submission_id)
        .where(Response.submission_id.in_(submission_ids), Response.waiting_since.is_not(None))
    )
    found: dict[int, int] = dict(rows.all())
    return found


def is_own(viewer: Viewer, submission: Submission) -> bool:
    """Whether the viewer wrote it or helped to: somebody else must decide about it then."""
    if viewer.account_id is None:
        return False
    if submission.account_id == viewer.account_id:
        return True
    helped = select(DraftMember.account_id).where(
        DraftMember.submission_id == submission.id, DraftMember.account_id == viewer.account_id
    )
    return db.session.scalar(helped) is not None


def publications_about(consultation_id: int) -> Sequence[int]:
    """The ids of the publications that a consultation is about."""
    return db.session.scalars(
        select(ConsultationPublication.publication_id).where(ConsultationPublication.consultation_id == consultation_id)
    ).all()


def version_sent_at(submission_id: int, number: int) -> datetime | None:
    """When a version was sent."""
    return db.session.scalar(
        select(SubmissionVersion.at).where(
            and_(SubmissionVersion.submission_id == submission_id, SubmissionVersion.number == number)
        )
    )


def _held() -> Select[Response, Submission, Consultation, Organisation]:
    return (
        select(Response, Submission, Consultation, Organisation)
        .join(Submission, Submission.id == Response.submission_id)
        .join(Consultation, Consultation.id == Response.consultation_id)
        .outerjoin(Organisation, Organisation.id == Response.organisation_id)
    )


def _behind(after: Place | None) -> list[ColumnElement[bool]]:
    return [tuple_(Response.waiting_since, Response.submission_id) > after] if after is not None else []


def _about_publication(publication_id: int | None) -> list[ColumnElement[bool]]:
    if publication_id is None:
        return []
    about = select(ConsultationPublication.consultation_id)
    return [Response.consultation_id.in_(about.where(ConsultationPublication.publication_id == publication_id))]


def _with_words(words: str) -> list[ColumnElement[bool]]:
    if not words:
        return []
    said = select(Answer.submission_id).where(Answer.text.icontains(words, autoescape=True))
    names = (name.icontains(words, autoescape=True) for name in (Submission.name, Organisation.name))
    return [or_(Response.submission_id.in_(said), *names)]


def _within(areas: Collection[int] | None) -> list[ColumnElement[bool]]:
    return [] if areas is None else [Response.consultation_id.in_(_about(areas))]


def _about(areas: Collection[int]) -> Select[int]:
    return (
        select(ConsultationPublication.consultation_id)
        .join(PublicationArea, PublicationArea.publication_id == ConsultationPublication.publication_id)
        .where(PublicationArea.area_id.in_(areas))
    )
