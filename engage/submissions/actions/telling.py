"""What a respondent is told by mail, when an address was given."""

from datetime import timedelta

from engage.consultations.models import Consultation
from engage.core import limits, outbox
from engage.core.database import db
from engage.core.permissions import Viewer
from engage.submissions import mails_answering as mails
from engage.submissions.models import Channel, Submission, SubmissionVersion

MAILS_TO_ADDRESS, MAILS_FROM_SOURCE, AN_HOUR = 5, 20, timedelta(hours=1)


def mail_code(
    actor: Viewer,  # noqa: ARG001 - every action names its actor
    *,
    submission: Submission,
    consultation: Consultation,
    code: str,
    source: str,
) -> bool:
    """Mail the way back to a draft; whether a message went, for not many go to one address or from one place."""
    if not submission.email:
        return False
    to_address = limits.count("response-mail", submission.email, per=AN_HOUR)
    if to_address > MAILS_TO_ADDRESS or limits.count("response-mail-from", source, per=AN_HOUR) > MAILS_FROM_SOURCE:
        return False
    outbox.put(mails.begun(submission, consultation, code), key=f"response-begun:{submission.id}:{submission.email}")
    return True


def mail_receipt(submission: Submission, consultation: Consultation, version: SubmissionVersion) -> None:
    """Mail the receipt of a version once, to an address that was given on the web."""
    if submission.email and submission.channel is Channel.WEB:
        db.session.flush()
        key = f"response-receipt:{submission.id}:{version.number}"
        outbox.put(mails.receipt(submission, consultation, version), key=key)


def mail_withdrawn(submission: Submission, consultation: Consultation) -> None:
    """Mail that a response was taken back."""
    if submission.email and submission.channel is Channel.WEB:
        outbox.put(mails.withdrawn(submission, consultation), key=f"response-withdrawn:{submission.id}")
