"""The staff's front door: what waits, and where to go."""

from flask import Blueprint, Response, url_for

from engage.comments import rights as comment_rights
from engage.core import access, navigation
from engage.core.access import requires
from engage.core.pages import page
from engage.core.permissions import SEE_STAFF, Permission
from engage.mail import rights as mail_rights
from engage.publishing import rights as publishing_rights
from engage.site import desk

blueprint = Blueprint("site_staff", __name__)
navigation.add("staff", "site_staff.dashboard", "Today", 0, SEE_STAFF)
Figure = tuple[str, str, str | None, str | None]


@blueprint.get("/staff/")
@requires(SEE_STAFF)
def dashboard() -> Response:
    """What waits for this person."""
    return page("site/dashboard.html", figures=_figures())


def _figures() -> list[Figure]:
    found: list[Figure] = []
    if _may(comment_rights.MODERATE):
        queue = url_for("moderation_staff.queue")
        found.append(_figure("Comments waiting", desk.comments_waiting(), queue, "warn"))
        found.append(_figure("Comments reported", desk.comments_reported(), queue, "bad"))
    if _may(publishing_rights.WRITE):
        index = url_for("publishing_staff.index")
        found.append(_figure("Drafts", desk.drafts(), index, None))
        found.append(_figure("Scheduled", desk.scheduled(), index, None))
    if _may(mail_rights.MANAGE_MAIL):
        failed = url_for("mail_staff.index", state="failed")
        found.append(_figure("Mails that failed", desk.mails_failed(), failed, "bad"))
    return found


def _figure(label: str, number: int, url: str | None, tone: str | None) -> Figure:
    return label, desk.figure(number), url, tone if number else None


def _may(permission: Permission) -> bool:
    return access.viewer().may(permission)
