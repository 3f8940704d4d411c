"""Threads and comments for tests; each builder is a unit of work of its own."""

from datetime import datetime
from itertools import count

from engage.accounts.models import Account
from engage.accounts.session import viewer_for
from engage.comments import actions, queries
from engage.comments.models import Comment, ModerationMode, Reason, Thread
from engage.core.database import db, unit_of_work
from engage.core.permissions import VISITOR, Viewer
from engage.publishing import actions as publishing
from engage.publishing.models import Publication
from tests.support.accounts import make_account
from tests.support.databases import look_again

_numbers = count(1)


def make_rules(*keys: str) -> Reason:
    """A moderation policy and reasons, without which no comments open; the first reason."""
    with unit_of_work():
        if not queries.has_policy():
            publishing.save_page(VISITOR, slug="moderation-policy", title="Moderation policy", body="Be kind.")
        for position, key in enumerate(keys or ("personal-attack", "off-topic")):
            if queries.reason(key) is None:
                actions.save_reason(
                    VISITOR,
                    key=key,
                    rule=str(position + 1),
                    label=key.replace("-", " ").capitalize(),
                    text="Your comment speaks about a person.",
                    revise="Say what was done, and leave the person out.",
                    position=position,
                )
    return queries.reasons()[0]


def open_thread(
    publication: Publication,
    mode: ModerationMode | str = ModerationMode.AFTER,
    *,
    is_open: bool = True,
    closes_at: datetime | None = None,
    closed_reason: str = "",
    question: str = "",
) -> Thread:
    """Open the comments of a publication; moderated after publication unless said otherwise."""
    make_rules()
    with unit_of_work():
        return actions.set_thread(
            VISITOR,
            publication=publication,
            mode=ModerationMode(mode),
            is_open=is_open,
            closes_at=closes_at,
            closed_reason=closed_reason,
            question=question,
        )


def make_comment(
    publication: Publication,
    body: str | None = None,
    *,
    account: Account | None = None,
    guest: str | None = None,
    parent: Comment | None = None,
    **facts,
) -> Comment:
    """A comment by an account (a new one unless given), or by a guest whose address then waits for confirmation."""
    if db.session.get(Thread, publication.id) is None:
        open_thread(publication)
    actor: Viewer = VISITOR
    if guest is None:
        account = account or make_account(name="Imogen Hartley")
        actor = viewer_for(account)
    with unit_of_work():
        return actions.send_comment(
            actor,
            publication=publication,
            body=body or f"What about the bus in winter? ({next(_numbers)})",
            name=facts.pop("name", account.name if account else "Gordon Pike"),
            email=guest,
            parent=parent,
            **facts,
        )


def confirm(comment: Comment) -> Comment:
    """Confirm a guest's comment."""
    with unit_of_work():
        return actions.confirm_comment(VISITOR, comment=comment)


def approve(comment: Comment, moderator: Viewer = VISITOR) -> Comment:
    """Approve what waits of a comment."""
    with unit_of_work():
        return actions.publish_comment(moderator, comment=comment, revision=comment.revision_to_read)


def hide(comment: Comment, moderator: Viewer = VISITOR) -> Comment:
    """Hide a comment for the first reason."""
    reason = make_rules()
    with unit_of_work():
        return actions.hide_comment(moderator, comment=comment, reason=reason)


def fresh(comment: Comment) -> Comment:
    """The comment as the database has it now."""
    look_again()
    found = queries.comment(comment.id)
    assert found is not None
    return found


def thread_now(publication: Publication) -> Thread:
    """The thread as the database has it now."""
    look_again()
    return queries.thread_of(publication.id)
