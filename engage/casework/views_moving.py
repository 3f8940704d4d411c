"""Moving a misplaced comment to where it belongs."""

from flask import flash, url_for
from werkzeug.wrappers import Response

from engage.casework import actions
from engage.casework.forms import MoveForm
from engage.casework.front import blueprint
from engage.comments.rights import MODERATE
from engage.core import access
from engage.core.access import requires
from engage.core.errors import Refused
from engage.core.pages import page, see_other
from engage.moderation import queries as desk
from engage.publishing import queries as publishing


@blueprint.route("/move/<int:comment_id>/", methods=["GET", "POST"])
@requires(MODERATE)
def move(comment_id: int) -> Response:
    """Move a comment with its replies; a pointer stays where it stood."""
    viewer = access.viewer()
    comment = desk.access_item(viewer, comment_id)
    lines = desk.threads_listed(viewer.scope(MODERATE), limit=300)
    offered = [(line.publication.id, line.publication.title) for line in lines if line.thread is not None]
    form = MoveForm().offer([each for each in offered if each[0] != comment.publication_id])
    if form.validate_on_submit():
        to = publishing.publication(int(form.to.data))
        try:
            moved = actions.move_misplaced(viewer, comment=comment, to=to) if to else []
        except Refused as refusal:
            form.refuse(refusal.field, refusal.sentence)
        else:
            flash(f"Moved the comment{' with its replies' if len(moved) > 1 else ''}.", "success")
            return see_other(url_for("moderation_staff.item", comment_id=comment_id))
    card, status = desk.card_of(viewer, comment), 422 if form.errors else 200
    return page("casework/move.html", status, form=form, card=card, comment=comment)
