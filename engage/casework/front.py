"""The blueprint of the staff pages of casework, and their places in the menu."""

from flask import Blueprint, g

from engage.casework import panels, queries, undoing, waiting
from engage.casework.models import Watch
from engage.casework.rights import ANSWER_ILLEGAL, ESCALATE, HEAR_APPEALS, KEEP_NOTES, SANCTION, SEE_ROTA
from engage.comments.models import CommentStop
from engage.comments.rights import MODERATE
from engage.core import access, navigation

blueprint = Blueprint("casework_staff", __name__, url_prefix="/staff/moderation")
navigation.add("staff", "casework_staff.appeals", "Appeals", 37, HEAR_APPEALS)
navigation.add("staff", "casework_staff.sanctions", "Sanctions", 38, SANCTION)
navigation.add("staff", "casework_staff.handover", "Hand-over", 39, KEEP_NOTES)
navigation.add("staff", "casework_staff.escalations", "Escalated", 40, ESCALATE)
navigation.add("staff", "casework_staff.illegal_reports", "Illegal content", 41, ANSWER_ILLEGAL)
navigation.add("staff", "casework_staff.rota", "Rota and promises", 42, SEE_ROTA)


@blueprint.app_template_global()
def comments_stopped() -> CommentStop | None:
    """The emergency stop that holds, for the banner of staff pages."""
    return _seen()[1]


@blueprint.app_template_global()
def desk_watch() -> tuple[int, int] | None:
    """How much is late, and soon will be, where the viewer moderates; nothing for others or while all is well."""
    seen, viewer = _seen()[0], access.viewer()
    if seen is None or not (seen.late or seen.soon) or not viewer.may(MODERATE):
        return None
    areas = viewer.scope(MODERATE)
    found = (seen.late, seen.soon) if areas is None else queries.late_and_soon(seen, areas)
    return found if any(found) else None


def _seen() -> tuple[Watch | None, CommentStop | None]:
    """Both banners' rows, read once for a page by one statement."""
    if "desk_seen" not in g:
        g.desk_seen = queries.watch_and_stop()
    found: tuple[Watch | None, CommentStop | None] = g.desk_seen
    return found


__all__ = ["blueprint", "comments_stopped", "desk_watch", "panels", "undoing", "waiting"]
