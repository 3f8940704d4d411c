"""The staff's front of engagements, which several modules of views fill."""

from flask import Blueprint

from engage.consultations.models import Consultation
from engage.core import navigation
from engage.core.access import viewer
from engage.engagements.queries import following
from engage.engagements.rights import READ, WRITE

staff = Blueprint("engagements_staff", __name__, url_prefix="/staff/engagements")
navigation.add("staff", "engagements_staff.index", "Engagements", 52, READ)


@staff.app_template_global("may_follow_up")
def may_follow_up() -> bool:
    """Whether pages that are kept to the viewer's areas offer to follow up what they show."""
    return viewer().may(WRITE)


@staff.app_template_global("may_follow_up_comments_on")
def may_follow_up_comments_on(publication_id: int) -> bool:
    """Whether pages that everybody reads offer the viewer to follow up a comment on a publication."""
    return following.may_follow_comments_on(viewer(), publication_id)


@staff.app_template_global("may_follow_up_responses_to")
def may_follow_up_responses_to(consultation: Consultation) -> bool:
    """Whether the pages of what is published offer the viewer to follow up a response to a consultation."""
    return following.may_follow_responses_to(viewer(), consultation)
