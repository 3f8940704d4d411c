"""What was sent to one stakeholder: invitations and mails that told of something, and what came of them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, func, or_, select

from engage.accounts.models import Account
from engage.consultations import queries as consultations
from engage.consultations.models import Consultation
from engage.core.database import db
from engage.core.outbox import OutboxMessage, OutboxState
from engage.core.permissions import Permission, Viewer
from engage.directory.models import Contact, StakeholderKind
from engage.publishing.models import Post, PostSection, Publication, PublicationArea
from engage.reach.models import About, Invitation, Route, Telling
from engage.reach.queries.doings import PEOPLE
from engage.reach.rights import READ
from engage.reach.stakeholders import Stakeholder
from engage.submissions.models import Submission, SubmissionState
from engage.submissions.rights import READ as READ_SUBMISSIONS

MOST = 50
# Joined already wherever a publication is read.
_post = Post.__table__


@dataclass(frozen=True)
class Invited:
    """An invitation with what became of the mail, and of the answer where the viewer may know that."""

    consultation_id: int
    title: str
    at: datetime
    by: str
    mail: OutboxState | None
    answer: SubmissionState | None
    may_know: bool


def invitations_of(viewer: Viewer, kind: StakeholderKind, ids: Sequence[int]) -> list[Invited]:
    """The newest invitations of a stakeholder, known by these ids, to consultations that the viewer’s areas reach."""
    owner = _owner(Invitation, kind)
    rows = db.session.execute(
        select(Invitation, Consultation.title, Account.name)
        .join(Consultation, Consultation.id == Invitation.consultation_id)
        .outerjoin(Account, Account.id == Invitation.account_id)
        .where(owner.in_(ids), *_about(viewer, READ))
        .order_by(Invitation.at.desc(), Invitation.id.desc())
        .limit(MOST)
    ).all()
    if not rows:
        return []
    about = {invitation.consultation_id for invitation, _, _ in rows}
    mails, readable = _mails([invitation for invitation, _, _ in rows]), _readable(viewer, about)
    answers = _answers(kind, ids, readable)
    return [
        Invited(
            row.consultation_id,
            title,
            row.at,
            by or "",
            mails.get(_key(row)),
            answers.get(row.consultation_id),
            row.consultation_id in readable,
        )
        for row, title, by in rows
    ]


def _owner(table: Any, kind: StakeholderKind) -> Any:
    return table.contact_id if kind is StakeholderKind.CONTACT else table.organisation_id


def _about(viewer: Viewer, permission: Permission) -> list[ColumnElement[bool]]:
    scope = viewer.scope(permission)
    return [] if scope is None else [consultations.about_areas(scope)]


def _key(row: Invitation) -> str:
    return f"invitation:{row.consultation_id}:{Stakeholder.of(row.organisation_id, row.contact_id).key}"


def _mails(rows: Sequence[Invitation]) -> dict[str, OutboxState]:
    keys = [_key(row) for row in rows]
    found = select(OutboxMessage.key, OutboxMessage.state).where(OutboxMessage.key.in_(keys))
    return {row.key: row.state for row in db.session.execute(found)}


def _readable(viewer: Viewer, consultation_ids: Collection[int]) -> set[int]:
    """Those of the consultations of which the viewer may know who answered."""
    if not viewer.may(READ_SUBMISSIONS):
        return set()
    wanted = select(Consultation.id).where(Consultation.id.in_(consultation_ids), *_about(viewer, READ_SUBMISSIONS))
    return set(db.session.scalars(wanted))


def _answers(
    kind: StakeholderKind, ids: Sequence[int], consultation_ids: Collection[int]
) -> Mapping[int, SubmissionState]:
    """How far a stakeholder’s answer to each consultation is; of a person only under an account that is linked."""
    wanted = select(Submission.consultation_id, Submission.state).where(
        Submission.consultation_id.in_(consultation_ids),
        Submission.state.in_((SubmissionState.DRAFT, SubmissionState.SENT)),
    )
    if kind is StakeholderKind.CONTACT:
        accounts = select(Contact.account_id).where(Contact.id.in_(ids), Contact.account_id.is_not(None))
        wanted = wanted.where(Submission.account_id.in_(accounts), Submission.respondent.in_(PEOPLE))
    else:
        wanted = wanted.where(Submission.organisation_id.in_(ids))
    found: dict[int, SubmissionState] = {}
    for consultation_id, state in db.session.execute(wanted):
        if found.get(consultation_id) is not SubmissionState.SENT:
            found[consultation_id] = state
    return found


@dataclass(frozen=True)
class Told:
    """That a stakeholder was told of a consultation, a plan or a post by one of our mails, and when last."""

    about: About
    about_id: int
    title: str
    route: Route
    at: datetime
    slug: str = ""
    section: str = ""


def tellings_of(viewer: Viewer, kind: StakeholderKind, ids: Sequence[int]) -> list[Told]:
    """Of what a stakeholder, known by these ids, was told last, as far as the viewer’s areas reach it."""
    scope = viewer.scope(READ)
    near = [] if scope is None else [_in_scope(scope)]
    rows = db.session.execute(
        select(
            *(Telling.about, Telling.about_id, Telling.route, Telling.at),
            func.coalesce(Consultation.title, Publication.title, "").label("title"),
            func.coalesce(Publication.slug, "").label("slug"),
            func.coalesce(PostSection.slug, "").label("section"),
        )
        .outerjoin(Consultation, (Telling.about == About.CONSULTATION) & (Consultation.id == Telling.about_id))
        .outerjoin(Publication, (Telling.about == About.PUBLICATION) & (Publication.id == Telling.about_id))
        .outerjoin(PostSection, PostSection.id == _post.c.section_id)
        .where(Telling.whom == kind, Telling.whom_id.in_(ids), *near)
        .order_by(Telling.at.desc())
        .limit(MOST)
    )
    return [Told(row.about, row.about_id, row.title, row.route, row.at, row.slug, row.section) for row in rows]


def _in_scope(scope: Collection[int]) -> ColumnElement[bool]:
    held = exists().where(PublicationArea.publication_id == Publication.id, PublicationArea.area_id.in_(scope))
    return or_(consultations.about_areas(scope), held)
