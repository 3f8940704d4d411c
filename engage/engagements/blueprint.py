"""The staff's front of engagements, which several modules of views fill."""

from flask import Blueprint

from engage.core import navigation
from engage.core.access import viewer
from engage.engagements.rights import READ, WRITE

staff = Blueprint("engagements_staff", __name__, url_prefix="/staff/engagements")
navigation.add("staff", "engagements_staff.index", "Engagements", 52, READ)


@staff.app_template_global("may_follow_up")
def may_follow_up() -> bool:
    """Whether the pages of comments and submissions offer the viewer to follow one up."""
    return viewer().may(WRITE)
