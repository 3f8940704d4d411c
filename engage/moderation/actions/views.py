"""Ways of narrowing the queue that a moderator keeps."""

from engage.core import clock
from engage.core.database import db
from engage.core.errors import Refused
from engage.core.permissions import Viewer
from engage.core.text import clean_line
from engage.moderation import queries
from engage.moderation.models import SavedView

MOST_VIEWS = 12


def save_view(actor: Viewer, *, label: str, query: str) -> SavedView:
    """Keep a filter under a name; one of the same name is replaced."""
    assert actor.account_id is not None  # noqa: S101 - moderators are signed in
    if not query:
        raise Refused("Narrow the list first. There is nothing to save about the whole list.")
    label = clean_line(label)
    kept = queries.views_of(actor)
    view = next((view for view in kept if view.label == label), None)
    if view is None:
        if len(kept) >= MOST_VIEWS:
            raise Refused(f"You have {MOST_VIEWS} saved views. Delete one first.")
        view = SavedView(account_id=actor.account_id, label=label)
        db.session.add(view)
    view.query, view.at = query, clock.now()
    db.session.flush()
    return view


def delete_view(actor: Viewer, *, view: SavedView) -> None:  # noqa: ARG001 - every action names its actor
    """Forget a saved view."""
    db.session.delete(view)
