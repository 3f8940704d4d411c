"""Sending a comment: with an account, or as a guest who then confirms an address."""

from dataclasses import dataclass
from datetime import timedelta

from engage.accounts.addresses import normal
from engage.comments import queries, verbs
from engage.comments.actions.checks import check_address, check_open, check_words
from engage.comments.actions.guests import ask_to_confirm
from engage.comments.actions.holding import findings, holds, keep_findings
from engage.comments.actions.publishing import tell_published
from engage.comments.actions.sameness import content_key
from engage.comments.actions.transitions import Standing, give_number, lock_thread, settle
from engage.comments.actions.waiting import enter
from engage.comments.models import Comment, CommentRevision, CommentState, ModerationMode, Thread
from engage.core import clock, ledger
from engage.core.database import db
from engage.core.errors import Refused
from engage.core.permissions import Viewer
from engage.core.text import RENDERER_VERSION, clean_line, is_blank, quote_of, render_comment
from engage.directory.models import Organisation
from engage.publishing import queries as publishing
from engage.publishing.models import Block, Publication
from engage.screening.shapes import likeness

SAME_WITHIN = timedelta(hours=1)


@dataclass(frozen=True)
class _About:
    """What a comment is about."""

    publication: Publication
    block: Block | None
    parent: Comment | None


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
) -> Comment:
    """Send a comment; what was sent before within the hour, word for word, is given back instead.

    A guest's comment enters no queue and no count until its address is confirmed; whether the address is blocked is
    said only then. One with an account is published or waits for a moderator, as its thread says; an official reply
    is published. `source` is where it comes from: few messages are sent to strangers on behalf of each.
    """
    body, name = check_words(body), clean_line(name)
    _check_writer(actor, name, email)
    thread = lock_thread(publication.id)
    # It may have been read before this unit of work began.
    db.session.refresh(publication, Publication.WHEN)
    check_open(actor, publication, thread)
    about = _about(publication, anchor, parent)
    _check_official(actor, publication, official_for)
    comment = _new(actor, about, body, name, quote)
    comment.role_title, comment.organisation_name = clean_line(role_title), clean_line(organisation_name)
    comment.email = None if actor.signed_in else _address(email)
    comment.official_for = official_for.id if official_for else None
    comment.content_key = content_key(comment)
    return queries.same_comment(comment.content_key, clock.now() - SAME_WITHIN) or _place(
        actor, thread, comment, source
    )


def _place(actor: Viewer, thread: Thread, comment: Comment, source: str) -> Comment:
    official = comment.official_for is not None
    found = findings(comment, comment.body) if actor.signed_in and not official else []
    at_once = actor.signed_in and (official or (thread.mode is ModerationMode.AFTER and not holds(found)))
    if at_once:
        give_number(thread, comment)
    elif actor.signed_in:
        comment.state, comment.waiting_since = CommentState.WAITING, comment.submitted_at
    settle(thread, comment, Standing(covers=comment.covers, kinds=comment.waiting_kinds))
    db.session.add(comment)
    db.session.flush()
    enter(comment)
    db.session.add(CommentRevision(comment_id=comment.id, number=1, body=comment.body, at=comment.created_at))
    keep_findings(comment, 1, found)
    ledger.record(
        verbs.COMMENT_SUBMITTED,
        subject_id=comment.id,
        actor_id=actor.account_id,
        publication_id=comment.publication_id,
        parent_id=comment.parent_id,
        state=comment.state.value,
    )
    if at_once:
        tell_published(actor, comment)
    elif not actor.signed_in:
        ask_to_confirm(comment, source)
    return comment


def _new(actor: Viewer, about: _About, body: str, name: str, quote: str | None) -> Comment:
    now = clock.now()
    parent, block = about.parent, about.block
    return Comment(
        publication_id=about.publication.id,
        parent_id=parent.id if parent else None,
        root_id=(parent.root_id or parent.id) if parent else None,
        anchor=block.anchor if block else None,
        revision=about.publication.live_revision if block else None,
        quote=quote_of(block.text, quote) if block else "",
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
        origin="web",
        state=CommentState.UNCONFIRMED,
        created_at=now,
        submitted_at=now,
    )


def _check_writer(actor: Viewer, name: str, email: str | None) -> None:
    if is_blank(name):
        raise Refused("Enter the name that will be shown with your comment.", "name")
    if not actor.signed_in and not email:
        raise Refused("Enter your email address, so that you can confirm your comment.", "email")
    if actor.signed_in:
        check_address(actor.email)


def _about(publication: Publication, anchor: str | None, parent: Comment | None) -> _About:
    if parent is not None and (parent.publication_id != publication.id or not parent.is_public):
        raise Refused("The comment that you answer is no longer shown. You can still send yours by itself.", "body")
    block = queries.live_block(publication, anchor) if anchor else None
    if anchor and block is None:
        raise Refused("The passage that you comment on has been removed since. You can comment on the page.", "body")
    return _About(publication, block, parent)


def _check_official(actor: Viewer, publication: Publication, official_for: Organisation | None) -> None:
    if official_for is None:
        return
    allowed = {organisation.id for organisation in publishing.reply_organisations(actor, publication.id)}
    if official_for.id not in allowed:
        raise Refused(f"You may not reply for {official_for.name} here.", "official_for")


def _address(email: str | None) -> str | None:
    return normal(email) if email else None
