"""Sending a comment: with an account, or as a guest who then confirms an address."""

from collections.abc import Callable
from datetime import timedelta

from engage.accounts.addresses import normal
from engage.comments import queries, verbs
from engage.comments.actions.checks import BLOCKED, check_open, check_words
from engage.comments.actions.guests import ask_to_confirm
from engage.comments.actions.holding import (
    Looked,
    findings,
    from_circumstances,
    holds,
    keep_findings,
    look,
    require_may_send,
)
from engage.comments.actions.pace import keep_pace
from engage.comments.actions.publishing import published
from engage.comments.actions.sameness import content_key
from engage.comments.actions.transitions import Standing, give_number, lock_thread, settle
from engage.comments.actions.waiting import enter
from engage.comments.circumstances import Found, standing
from engage.comments.models import Comment, CommentRevision, CommentState, ModerationMode, Thread
from engage.core import clock, ledger
from engage.core.database import db
from engage.core.errors import Refused
from engage.core.permissions import Viewer
from engage.core.prepared import store
from engage.core.text import RENDERER_VERSION, clean_line, is_blank, quote_of, render_comment
from engage.directory.models import Organisation
from engage.publishing.models import Publication
from engage.publishing.speaking import reply_organisations
from engage.screening import queries as screening
from engage.screening.checks import Finding
from engage.screening.shapes import likeness

SAME_WITHIN = timedelta(hours=1)


def send_comment(
    actor: Viewer,
    *,
    publication: Publication,
    body: str,
    name: str,
    email: str | None = None,
    role_title: str = "",
    organisation_name: str = "",
    anchor: str | None = None,
    quote: str | None = None,
    parent: Comment | None = None,
    official_for: Organisation | None = None,
    source: str = "",
    permit: Callable[[], None] | None = None,
) -> Comment:
    """Send a comment; what was sent before within the hour, word for word, is given back instead.

    A guest's comment enters no queue and no count until its address is confirmed; whether the address is blocked is
    said only then. One with an account is published or waits for a moderator, as its thread says; an official reply
    is published. `source` is where it comes from: few messages are sent to strangers on behalf of each. `permit` may
    refuse, and may write: it is asked when all is done that needs no database, which thus waits for nobody's words.
    """
    comment = _new(actor, publication, check_words(body), clean_line(name))
    comment.role_title, comment.organisation_name = clean_line(role_title), clean_line(organisation_name)
    comment.email = None if actor.signed_in else _address(email)
    comment.anchor, comment.parent_id = anchor or None, parent.id if parent else None
    comment.official_for = official_for.id if official_for else None
    comment.content_key = content_key(comment)
    _check_writer(actor, comment)
    looked = look(comment.body, publication.id)
    if permit is not None:
        permit()
    thread = lock_thread(publication.id)
    known = _check_standing(actor, thread, publication, comment)
    _check_official(actor, publication, official_for)
    _put_below(comment, publication, parent)
    _put_beside(comment, publication, quote)
    same = queries.comment(known.same) if known.same is not None else None
    return same or _place(actor, thread, comment, source, _findings(actor, comment, known, looked))


def _findings(actor: Viewer, comment: Comment, known: Found, looked: Looked) -> list[Finding]:
    """What holds or marks the comment; a guest's is looked at when it is confirmed, an official reply is not."""
    screening.compiled(known.rules or 0)
    if not actor.signed_in or comment.official_for is not None:
        return []
    about_words = findings(comment, comment.body, known.rules or 0, looked)
    return about_words + from_circumstances(screening.sanction(known.sanction), is_absent=known.absence is not None)


def _check_standing(actor: Viewer, thread: Thread, publication: Publication, comment: Comment) -> Found:
    """Refuse what may not be said here now."""
    known = standing(
        publication,
        account_id=actor.account_id,
        email=queries.untagged(actor.email),
        content_key=comment.content_key or "",
        since=clock.now() - SAME_WITHIN,
    )
    if actor.signed_in and known.block is not None:
        raise Refused(BLOCKED, "body")
    require_may_send(screening.sanction(known.sanction))
    check_open(actor, publication, thread, stopped=known.stop is not None)
    return known


def _place(actor: Viewer, thread: Thread, comment: Comment, source: str, found: list[Finding]) -> Comment:
    keep_pace(actor, thread, comment, source)
    official = comment.official_for is not None
    at_once = actor.signed_in and (official or (thread.mode is ModerationMode.AFTER and not holds(found)))
    if at_once:
        give_number(thread, comment)
    elif actor.signed_in:
        comment.state, comment.waiting_since = CommentState.WAITING, comment.submitted_at
    settle(thread, comment, Standing(covers=comment.covers, kinds=comment.waiting_kinds))
    store(comment)
    store(CommentRevision(comment_id=comment.id, number=1, body=comment.body, at=comment.created_at))
    keep_findings(comment, 1, found)
    enter(comment)
    sent = ledger.event(
        verbs.COMMENT_SUBMITTED,
        subject_id=comment.id,
        actor_id=actor.account_id,
        publication_id=comment.publication_id,
        parent_id=comment.parent_id,
        state=comment.state.value,
    )
    ledger.record_all([sent, published(actor, comment)] if at_once else [sent])
    if not actor.signed_in:
        ask_to_confirm(comment, source)
    return comment


def _new(actor: Viewer, publication: Publication, body: str, name: str) -> Comment:
    now = clock.now()
    return Comment(
        publication_id=publication.id,
        account_id=actor.account_id,
        name=name,
        body=body,
        html=str(render_comment(body)),
        renderer=RENDERER_VERSION,
        likeness=likeness(body),
        body_revision=1,
        reply_count=0,
        report_count=0,
        under_hidden=False,
        waiting_since=None,
        origin="web",
        state=CommentState.UNCONFIRMED,
        created_at=now,
        submitted_at=now,
    )


def _check_writer(actor: Viewer, comment: Comment) -> None:
    if is_blank(comment.name):
        raise Refused("Enter the name that will be shown with your comment.", "name")
    if not actor.signed_in and not comment.email:
        raise Refused("Enter your email address, so that you can confirm your comment.", "email")


def _put_below(comment: Comment, publication: Publication, parent: Comment | None) -> None:
    """Find the top comment below which a reply stands; the answered one may have been read before this began."""
    if parent is None:
        return
    db.session.refresh(parent)
    if parent.publication_id != publication.id or not parent.is_public:
        raise Refused("The comment that you answer is no longer shown. You can still send yours by itself.", "body")
    comment.root_id = parent.root_id or parent.id


def _put_beside(comment: Comment, publication: Publication, quote: str | None) -> None:
    """Keep the block that a comment is about, with its revision and the quoted words."""
    if not comment.anchor:
        return
    block = queries.live_block(publication, comment.anchor)
    if block is None:
        raise Refused("The passage that you comment on has been removed since. You can comment on the page.", "body")
    comment.revision, comment.quote = publication.live_revision, quote_of(block.text, quote)


def _check_official(actor: Viewer, publication: Publication, official_for: Organisation | None) -> None:
    if official_for is None:
        return
    allowed = {organisation.id for organisation in reply_organisations(actor, publication.id)}
    if official_for.id not in allowed:
        raise Refused(f"You may not reply for {official_for.name} here.", "official_for")


def _address(email: str | None) -> str | None:
    return normal(email) if email else None
