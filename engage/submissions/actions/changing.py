"""What may be done with a sent submission until the close: change it on a draft of its own, or withdraw it."""

from sqlalchemy import delete, insert, literal, select, update

from engage.consultations.models import Consultation
from engage.core import clock, ledger
from engage.core.database import db
from engage.core.errors import Refused
from engage.core.permissions import Viewer
from engage.submissions import in_public, queries, verbs
from engage.submissions.actions.filing import delete_unsent
from engage.submissions.actions.indexing import index_submission
from engage.submissions.actions.telling import mail_withdrawn
from engage.submissions.models import Answer, AnswerChoice, SetAsideAnswer, Submission, SubmissionState

CLOSED = "This consultation is closed. What you sent stands and can no longer be changed here."
NOT_SENT = "This response was withdrawn, so it can no longer be changed."
_TAKEN_ALONG = (
    *("consultation_id", "definition", "notice", "channel", "respondent", "account_id", "area_id"),
    *("name", "email", "for_name", "for_relation", "consent"),
)


def amend(actor: Viewer, *, submission: Submission) -> Submission:  # noqa: ARG001 - every action names its actor
    """Give the draft on which a sent submission is changed, begun with its answers if there is none yet.

    What was sent stands, and is what everybody reads, until the draft is sent.
    """
    lock_sent(submission)
    there = queries.change_of(submission)
    if there is not None:
        return there
    draft = Submission(
        reference=f"{submission.reference}+{submission.version + 1}",
        amends_id=submission.id,
        code_hash=None,
        state=SubmissionState.DRAFT,
        created_at=clock.now(),
        saved_at=clock.now(),
        revision=1,
        **{column: getattr(submission, column) for column in _TAKEN_ALONG},
    )
    db.session.add(draft)
    db.session.flush()
    copied = [column.name for column in Answer.__table__.columns if column.name not in ("submission_id", "revision")]
    columns = [Answer.__table__.c[name] for name in copied]
    db.session.execute(
        insert(Answer).from_select(
            ["submission_id", "revision", *copied],
            select(literal(draft.id), literal(1), *columns).where(Answer.submission_id == submission.id),
        )
    )
    return draft


def drop_change(actor: Viewer, *, submission: Submission) -> None:  # noqa: ARG001 - every action names its actor
    """Throw a draft of changes away; what was sent stands."""
    if submission.amends_id is None:
        return
    delete_unsent(db.session.get_one(Submission, submission.amends_id))
    for table in (Answer, SetAsideAnswer):
        db.session.execute(delete(table).where(table.submission_id == submission.id))
    db.session.delete(submission)
    db.session.flush()


def withdraw(actor: Viewer, *, submission: Submission) -> None:
    """Take a sent submission back: it counts no more, and what was sent is kept. A second time changes nothing."""
    db.session.flush()
    db.session.refresh(submission, with_for_update=True)
    if submission.state is SubmissionState.WITHDRAWN:
        return
    lock_sent(submission)
    change = queries.change_of(submission)
    if change is not None:
        drop_change(actor, submission=change)
    submission.state, submission.withdrawn_at = SubmissionState.WITHDRAWN, clock.now()
    db.session.execute(delete(AnswerChoice).where(AnswerChoice.submission_id == submission.id))
    db.session.execute(
        update(Consultation)
        .where(Consultation.id == submission.consultation_id)
        .values(sent_count=Consultation.sent_count - 1)
        .execution_options(synchronize_session=False)
    )
    index_submission(submission)
    in_public.withdrawn(submission)
    mail_withdrawn(submission, queries.consultation_of(submission))
    ledger.record(
        verbs.SUBMISSION_WITHDRAWN,
        subject_id=submission.id,
        actor_id=actor.account_id,
        consultation_id=submission.consultation_id,
    )


def keep_too_late(actor: Viewer, *, submission: Submission) -> None:
    """Keep a draft that came after the grace period as what came too late; a second time changes nothing."""
    db.session.refresh(submission, with_for_update=True)
    if submission.state is not SubmissionState.DRAFT or submission.amends_id is not None:
        return
    submission.state = SubmissionState.TOO_LATE
    ledger.record(
        verbs.SUBMISSION_REFUSED_LATE,
        subject_id=submission.id,
        actor_id=actor.account_id,
        consultation_id=submission.consultation_id,
    )


def lock_sent(submission: Submission) -> None:
    """Hold what was sent and can still be changed or taken back; Refused otherwise."""
    db.session.flush()
    db.session.refresh(submission, with_for_update=True)
    if submission.state is not SubmissionState.SENT:
        raise Refused(NOT_SENT)
    consultation = queries.consultation_of(submission)
    if not consultation.is_open(clock.now()):
        raise Refused(CLOSED)
