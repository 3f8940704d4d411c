"""The organisations that sign a joint response: who is asked, what can be signed, and what each has signed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import abort
from sqlalchemy import and_, or_, select
from sqlalchemy.orm import aliased

from engage.accounts.models import Account
from engage.consultations.models import Consultation
from engage.core.database import db
from engage.core.permissions import Viewer
from engage.directory.models import Organisation
from engage.representations.queries import speaks_for
from engage.submissions.models import CoSignatory, Submission, SubmissionState, SubmissionVersion
from engage.submissions.queries.drafts import Shared, shared


def access_to_sign(viewer: Viewer, submission_id: int) -> tuple[Shared, CoSignatory]:
    """A joint response for somebody who speaks for an organisation that was asked to sign it; else 404."""
    asked = [each.signatory for each in co_signatories(submission_id)]
    mine = next((each for each in asked if speaks_for(viewer.account_id, each.organisation_id)), None)
    return shared(submission_id, None), mine or abort(404)


@dataclass(frozen=True)
class Signature:
    """An organisation that was asked to sign, and whether it signed the draft as it stands."""

    signatory: CoSignatory
    organisation: Organisation
    signed_now: bool

    @property
    def waits(self) -> bool:
        """Whether it neither signed the draft as it stands nor declined."""
        return not self.signed_now and self.signatory.declined_at is None


def co_signatories(submission_id: int, draft: Submission | None = None) -> list[Signature]:
    """The organisations that were asked to sign a response, by name."""
    rows = db.session.execute(
        select(CoSignatory, Organisation)
        .join(Organisation, Organisation.id == CoSignatory.organisation_id)
        .where(CoSignatory.submission_id == submission_id)
        .order_by(Organisation.name, Organisation.id)
    )
    return [Signature(row, organisation, holds(row.revision, row.signed_at, draft)) for row, organisation in rows]


@dataclass(frozen=True)
class ToSign:
    """A joint response that one's organisation is asked to sign, or has signed, as it is drafted or was sent."""

    submission_id: int
    consultation: Consultation
    organisation: Organisation
    signed_now: bool
    is_sent: bool


def to_sign(organisation_ids: Sequence[int]) -> list[ToSign]:
    """What one of these organisations can still sign, and what was sent with its name, the newest first.

    Of a response that is changed after it was sent the changes are given.
    """
    text = aliased(Submission)
    rows = db.session.execute(
        select(CoSignatory, text, Consultation, Organisation)
        .join(text, or_(text.id == CoSignatory.submission_id, text.amends_id == CoSignatory.submission_id))
        .join(Consultation, Consultation.id == text.consultation_id)
        .join(Organisation, Organisation.id == CoSignatory.organisation_id)
        .where(
            CoSignatory.organisation_id.in_(organisation_ids),
            or_(
                and_(text.state == SubmissionState.DRAFT, CoSignatory.declined_at.is_(None)),
                and_(text.state == SubmissionState.SENT, CoSignatory.sent_version.is_not(None)),
            ),
        )
        .order_by(CoSignatory.id.desc(), text.id.desc())
    )
    found: dict[int, ToSign] = {}
    for row, shown, consultation, organisation in rows:
        sent = shown.state is SubmissionState.SENT
        signed = sent or holds(row.revision, row.signed_at, shown)
        found.setdefault(row.id, ToSign(row.submission_id, consultation, organisation, signed, sent))
    return list(found.values())


def signatures_of(version: SubmissionVersion) -> list[tuple[CoSignatory, str, str]]:
    """Who signed a version of a joint response: the signature, the organisation, and who signed for it."""
    rows = db.session.execute(
        select(CoSignatory, Organisation.name, Account.name)
        .join(Organisation, Organisation.id == CoSignatory.organisation_id)
        .outerjoin(Account, Account.id == CoSignatory.account_id)
        .where(CoSignatory.submission_id == version.submission_id, CoSignatory.sent_version <= version.number)
        .order_by(Organisation.name, Organisation.id)
    )
    return [(row[0], row[1], row[2] or "") for row in rows]


def holds(revision: int | None, at: datetime | None, draft: Submission | None) -> bool:
    """Whether a word about a revision is about the draft as it stands: draft and revision are the same."""
    return draft is not None and at is not None and revision == draft.revision and at >= draft.created_at
