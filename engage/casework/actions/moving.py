"""Moving a misplaced comment, with all that is counted by its publication."""

from sqlalchemy import update

from engage.casework.models import Appeal
from engage.comments import actions as comments
from engage.comments.models import Comment
from engage.core.database import db
from engage.core.errors import Refused
from engage.core.permissions import Viewer
from engage.moderation.actions.counting import recount_decisions
from engage.moderation.queries.cards import is_own
from engage.publishing.models import Publication


def move_misplaced(actor: Viewer, *, comment: Comment, to: Publication) -> list[Comment]:
    """Move a comment with its replies; its appeals and the counts of decisions go along."""
    if is_own(actor, comment):
        raise Refused("You wrote this comment, so somebody else must move it.", "to")
    before = comment.publication_id
    moved = comments.move_comment(actor, comment=comment, to=to)
    ids = [found.id for found in moved]
    db.session.execute(update(Appeal).where(Appeal.comment_id.in_(ids)).values(publication_id=to.id))
    for publication_id in (before, to.id):
        recount_decisions(publication_id)
    return moved
