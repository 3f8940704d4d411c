"""The staff's front of engagements, which several modules of views fill."""

from flask import Blueprint

from engage.core import navigation
from engage.core.access import viewer
from engage.engagements import queries
from engage.engagements.models import FollowedKind
from engage.engagements.rights import READ, WRITE
from engage.publishing import queries as publishing

staff = Blueprint("engagements_staff", __name__, url_prefix="/staff/engagements")
navigation.add("staff", "engagements_staff.index", "Engagements", 52, READ)


@staff.app_template_global("may_follow_up")
def may_follow_up() -> bool:
    """Whether pages that are kept to the viewer's areas offer to follow up what they show."""
    return viewer().may(WRITE)


@staff.app_template_global("may_follow_up_comments_on")
def may_follow_up_comments_on(publication_id: int) -> bool:
    """Whether pages that everybody reads offer the viewer to follow up a comment on a publication."""
    return viewer().may(WRITE) and viewer().may(WRITE, publishing.area_ids(publication_id))


@staff.app_template_global("may_follow_up_response")
def may_follow_up_response(submission_id: int) -> bool:
    """Whether the page of a published response offers the viewer to follow it up."""
    return viewer().may(WRITE) and queries.may_follow(viewer(), FollowedKind.SUBMISSION, submission_id)
