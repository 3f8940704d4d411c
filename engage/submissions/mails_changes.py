"""The mail that tells respondents what was changed after they answered."""

from flask import url_for

from engage.consultations.models import Consultation
from engage.core.messages import Message, compose, link
from engage.submissions.models import Submission


def changed(submission: Submission, to: str, consultation: Consultation, what: str, reason: str) -> Message:
    """To a respondent: what was changed, and why."""
    return compose(
        "consultation_changed",
        to=to,
        title=consultation.title,
        what=what,
        reason=reason,
        reference=submission.reference,
        url=link(url_for("consultations.one", slug=consultation.slug)),
    )
