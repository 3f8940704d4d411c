"""What was sent to an entry of the directory, shown beside it."""

from collections.abc import Sequence

from flask import url_for

from engage.core.outbox import OutboxState
from engage.core.permissions import Viewer
from engage.directory import beside
from engage.directory.models import StakeholderKind
from engage.reach.models import About, Route
from engage.reach.queries.sent import Invited, Told, invitations_of, tellings_of
from engage.reach.rights import READ
from engage.submissions.models import SubmissionState

_ANSWERS = {SubmissionState.SENT: "Has answered.", SubmissionState.DRAFT: "Has begun an answer."}
_MAILS = {
    OutboxState.PLANNED: "The mail has not left yet.",
    OutboxState.ATTEMPTING: "The mail has not left yet.",
    OutboxState.DEFERRED: "The mail has not left yet.",
    OutboxState.FAILED: "The mail could not be delivered.",
    OutboxState.SUPPRESSED: "The mail was not sent.",
    OutboxState.DROPPED: "The mail was not sent.",
}
_ROUTES = {Route.NOTICE: "Notice", Route.DIGEST: "Digest", Route.NEWSLETTER: "Newsletter", Route.LETTER: "Letter"}


@beside.offer_mails
def mails_to(viewer: Viewer, kind: StakeholderKind, ids: Sequence[int]) -> Sequence[beside.Sent]:
    """The invitations of a stakeholder and what it was told of, as far as the viewer’s areas reach them."""
    if not viewer.may(READ):
        return []
    invitations = [
        beside.Sent(
            "Invitation",
            row.title,
            url_for("reach_staff.consultation", consultation_id=row.consultation_id),
            row.at,
            row.by,
            _outcome(row),
        )
        for row in invitations_of(viewer, kind, ids)
    ]
    told = [
        beside.Sent(_ROUTES[row.route], row.title, _url(row), row.at, "", "") for row in tellings_of(viewer, kind, ids)
    ]
    return [*invitations, *told]


def _outcome(row: Invited) -> str:
    if row.answer is not None:
        return _ANSWERS[row.answer]
    mail = _MAILS.get(row.mail, "") if row.mail else ""
    return mail or ("No answer yet." if row.may_know else "")


def _url(row: Told) -> str:
    if row.about is About.CONSULTATION:
        return url_for("reach_staff.consultation", consultation_id=row.about_id)
    if row.section:
        return url_for("site.post", section=row.section, slug=row.slug)
    return url_for("site.plan", slug=row.slug)
