"""The mails about the publication of a response."""

from flask import url_for

from engage.comments.models import Reason
from engage.consultations.models import Consultation
from engage.core.database import db
from engage.core.messages import Message, compose, link
from engage.submissions.models import Submission


def not_published(submission: Submission, to: str, reason: Reason, note: str) -> Message:
    """To the respondent: a moderator did not publish the response, and why. It counts all the same."""
    consultation = db.session.get_one(Consultation, submission.consultation_id)
    return compose(
        "response_not_published",
        to=to,
        title=consultation.title,
        reference=submission.reference,
        reason=reason,
        note=note,
        policy_url=link(url_for("site.page", slug="moderation-policy")),
    )
