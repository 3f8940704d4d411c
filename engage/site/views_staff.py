"""The staff's front door: what waits, and where to go."""

from dataclasses import dataclass, field

from flask import Blueprint, Response, url_for

from engage.comments.rights import MODERATE
from engage.core import access, navigation
from engage.core.access import requires
from engage.core.pages import page
from engage.core.permissions import SEE_STAFF, Permission, Viewer
from engage.directory import rights as directory_rights
from engage.engagements import rights as engagement_rights
from engage.mail import rights as mail_rights
from engage.moderation.queries import UNREAD
from engage.publishing import rights as publishing_rights
from engage.representations import rights as representation_rights
from engage.site import desk, reach

blueprint = Blueprint("site_staff", __name__)
navigation.add("staff", "site_staff.dashboard", "Today", 0, SEE_STAFF)
__all__ = ["blueprint", "reach"]
Figure = tuple[str, str, str | None, str | None]


@dataclass
class Today:
    """The numbers at the top, and below them lists of the first things that they count."""

    figures: list[Figure] = field(default_factory=list)
    lists: list[tuple[str, str, desk.Waiting]] = field(default_factory=list)

    def add(self, label: str, heading: str, url: str, waiting: desk.Waiting, tone: str | None) -> None:
        """Say how much of a kind waits and show the first of it."""
        self.figures.append(_figure(label, waiting.count, url, tone))
        if waiting.lines:
            self.lists.append((heading, url, waiting))


@blueprint.get("/staff/")
@requires(SEE_STAFF)
def dashboard() -> Response:
    """What waits for this person."""
    today, viewer = Today(), access.viewer()
    if _may(MODERATE):
        for kind, label, heading, tone in (
            (UNREAD, "Comments waiting", "Waiting longest", "warn"),
            ("report", "Comments reported", "Reported", "bad"),
        ):
            url = url_for("moderation_staff.queue", kind=kind)
            today.add(label, heading, url, desk.comments(viewer, kind), tone)
    if _may(publishing_rights.WRITE):
        index = "publishing_staff.index"
        today.add("Drafts", "Newest drafts", url_for(index, state="draft"), desk.drafts(viewer), None)
        today.add("Scheduled", "Goes out next", url_for(index, state="scheduled"), desk.scheduled(viewer), None)
    _add_stakeholders(today, viewer)
    if _may(mail_rights.MANAGE_MAIL):
        failed = url_for("mail_staff.index", state="failed")
        today.figures.append(_figure("Mails that failed", desk.mails_failed(), failed, "bad"))
    return page("site/dashboard.html", figures=today.figures, lists=today.lists)


def _add_stakeholders(today: Today, viewer: Viewer) -> None:
    if _may(engagement_rights.READ):
        url = url_for("engagements_staff.promises", which="overdue", mine=1)
        today.add("Your promises overdue", "Promised and overdue", url, desk.promises(viewer), "bad")
    if _may(representation_rights.REPRESENT):
        url = url_for("representations_staff.claims")
        today.add("Representatives", "Ask to speak for an organisation", url, desk.claims(viewer), "warn")
    if _may(directory_rights.WRITE):
        url = url_for("directory_upkeep_staff.corrections")
        today.add("Corrections", "Corrections of entries", url, desk.corrections(viewer), "warn")
        url = url_for("directory_upkeep_staff.suggestions")
        today.add("Suggested groups", "Groups that may be missing", url, desk.suggestions(), "warn")


def _figure(label: str, number: int, url: str | None, tone: str | None) -> Figure:
    return label, desk.figure(number), url, tone if number else None


def _may(permission: Permission) -> bool:
    return access.viewer().may(permission)
