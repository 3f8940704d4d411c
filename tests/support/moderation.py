"""Moderators for tests, and what they send from the pages that they have open."""

from engage.accounts.models import Account
from engage.accounts.session import viewer_for
from engage.comments.models import Comment, ModerationMode
from engage.core.database import db, reading, unit_of_work
from engage.core.permissions import VISITOR, Grant, Role, Viewer
from engage.moderation import actions, queries
from engage.moderation.actions.deciding import Read
from engage.moderation.models import Decision, Verdict
from engage.taxonomy import actions as taxonomy
from engage.taxonomy.models import Area, AreaKind
from tests.support.accounts import make_account
from tests.support.comments import make_comment, make_rules, open_thread
from tests.support.publishing import make_plan

EVERYWHERE = Viewer(grants=(Grant(Role.MODERATOR),))


def make_moderator(name: str = "Rosalind Achebe", area: Area | None = None) -> Account:
    """Somebody who moderates everywhere, or in an area."""
    return make_account(name=name, roles=[Role.MODERATOR], area=area)


def make_area(code: str = "marsh", name: str = "The Marshes") -> Area:
    """A place."""
    with unit_of_work():
        return taxonomy.add_area(VISITOR, code=code, name=name, kind=AreaKind.PLACE)


def make_waiting(body: str | None = None, *, publication=None, **facts) -> Comment:
    """A comment that waits for a moderator."""
    publication = publication or make_plan()
    open_thread(publication, ModerationMode.BEFORE)
    return make_comment(publication, body, **facts)


def make_decision(moderator: Account, comment: Comment, verdict: Verdict, note: str = "") -> Decision:
    """A decision by somebody who has just read the comment."""
    reason = make_rules() if verdict in (Verdict.REJECTED, Verdict.HIDDEN) else None
    viewer = viewer_for(moderator)
    with unit_of_work():
        found = queries.access_item(viewer, comment.id)
        read = Read(found.revision_to_read, queries.card_of(viewer, found).seen)
        return actions.decide(viewer, comment=found, verdict=verdict, read=read, reason=reason, note=note)


def standing(comment: Comment) -> Comment:
    """The comment as the database has it now, for everybody."""
    with reading():
        db.session.expire_all()
        return db.session.get_one(Comment, comment.id)


def said(page, act: str, **fields: str) -> dict[str, str]:
    """What a moderator sends from an open page by pressing a button."""
    return {**page.form(), "act": act, **fields}
