"""What casework adds to the desk: who looks after a comment, and figures of appeals, cases and reports."""

from flask import url_for

from engage.casework import queries
from engage.comments.models import Comment
from engage.core import clock
from engage.core.permissions import Viewer
from engage.moderation import panels
from engage.moderation.panels import Figure, Panel
from engage.moderation.queries.cards import is_own


def _looked_after(viewer: Viewer, comment: Comment) -> Panel | None:
    if is_own(viewer, comment) or not (comment.account_id or comment.email):
        return None
    return Panel("casework/_looked_after.html", {"about": queries.about_case(comment)})


def _figures(viewer: Viewer) -> list[Figure]:
    found = queries.open_cases(viewer, clock.now())
    places = (
        ("Appeals", found.appeals, "casework_staff.appeals", "bad" if found.late_appeals else "warn"),
        ("Escalated", found.escalated, "casework_staff.escalations", "bad"),
        ("Said to be illegal", found.illegal, "casework_staff.illegal_reports", "bad"),
        ("Given to you", found.given, "casework_staff.handover", "warn"),
    )
    return [(label, f"{number:,}", url_for(page), tone if number else None) for label, number, page, tone in places]


panels.add_panel(_looked_after)
panels.add_figures(_figures)
