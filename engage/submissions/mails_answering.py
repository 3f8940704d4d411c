"""The mails to respondents. None holds a word that was typed, so that nobody can speak through them."""

from flask import url_for

from engage.consultations.models import Consultation
from engage.core import tokens
from engage.core.messages import Message, compose, link
from engage.submissions.models import Submission, SubmissionVersion

RESUME = "response-resume"


def begun(submission: Submission, consultation: Consultation, code: str) -> Message:
    """To the address that was typed: the link and the code that lead back to the draft."""
    return compose(
        "response_begun",
        to=submission.email or "",
        title=consultation.title,
        closes_at=consultation.closes_at,
        code=code,
        url=link(url_for("submissions.resume_by_link", token=tokens.sign(RESUME, {"code": code}))),
    )


def receipt(submission: Submission, consultation: Consultation, version: SubmissionVersion) -> Message:
    """To the respondent: what was received and how to check it later."""
    return compose(
        "response_receipt",
        to=submission.email or "",
        title=consultation.title,
        reference=submission.reference,
        at=version.at,
        fingerprint=version.fingerprint,
        again=version.number > 1,
        late=submission.is_late,
        url=link(url_for("submissions.check_receipt")),
    )


def withdrawn(submission: Submission, consultation: Consultation) -> Message:
    """To the respondent: the response was taken back."""
    return compose(
        "response_withdrawn",
        to=submission.email or "",
        title=consultation.title,
        reference=submission.reference,
    )
