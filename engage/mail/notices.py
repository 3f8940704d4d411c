"""Notices to those who wrote a comment: a reply to it, or what was decided about it; read from the ledger.

What is no longer true when the notice is written is not told, nor what is older than a week, so that a restored
backup writes to nobody about the past.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import takewhile
from typing import Any

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import selectin_polymorphic

from engage.accounts.models import Account
from engage.comments import codes
from engage.comments.models import Comment, CommentState, Reason
from engage.comments.queries import public_texts
from engage.comments.verbs import (
    COMMENT_EDIT_APPROVED,
    COMMENT_HIDDEN,
    COMMENT_PUBLISHED,
    COMMENT_REDACTED,
    COMMENT_REJECTED,
    COMMENT_RESTORED,
)
from engage.comments.wordings import Marked, marked_in
from engage.core import clock, ledger, outbox
from engage.core.database import db, reading, unit_of_work
from engage.core.ledger import Sealed
from engage.core.messages import Message, link
from engage.directory.models import Organisation
from engage.mail import links, mails, queries
from engage.mail.kinds import REPLIES
from engage.moderation import queries as moderation
from engage.publishing.models import Plan, Post, Publication

READER = "mail.notices"
VERBS = (
    COMMENT_PUBLISHED,
    COMMENT_REJECTED,
    COMMENT_HIDDEN,
    COMMENT_RESTORED,
    COMMENT_EDIT_APPROVED,
    COMMENT_REDACTED,
)
BATCH = 200
TOO_OLD = timedelta(days=7)


@dataclass(frozen=True)
class Around:
    """What the notices of a batch need to know, read with a bounded number of statements."""

    comments: dict[int, Comment]
    accounts: dict[int, Account]
    publications: dict[int, Publication]
    organisations: dict[int, Organisation]
    reasons: dict[str, Reason]
    texts: dict[int, str]
    marked: dict[tuple[int, int], Marked]
    unwanted: set[str]


def send_new() -> int:
    """Put the notices of what was sealed since the last time into the outbox; gives their number."""
    sent = 0
    while True:
        with reading():
            db.session.expire_all()
            entries = _settled(ledger.read(READER, verbs=VERBS, limit=BATCH))
            if not entries:
                return sent
            messages = _messages(entries)
        with unit_of_work():
            sent += outbox.put_all(messages, bulk=False)
            ledger.advance(READER, entries[-1].position)


def _settled(entries: Sequence[Sealed]) -> list[Sealed]:
    """Those before the first that tells of a comment about which a decision may still be undone."""
    unsettled = moderation.unsettled_comment_ids(clock.now())
    return list(takewhile(lambda one: one.entry.subject_id not in unsettled, entries))


def _messages(entries: Sequence[Sealed]) -> dict[str, Message]:
    undone = moderation.undone_entry_ids({one.entry.subject_id for one in entries})
    stands = [one for one in entries if one.entry.id not in undone]
    recent = _told_once([one for one in stands if one.entry.at > clock.now() - TOO_OLD])
    around = _around(recent)
    found = {}
    for one in recent:
        comment = around.comments[one.entry.subject_id]
        publication = around.publications[comment.publication_id]
        if not publication.is_public(clock.now()) or publication.withdrawn_at is not None:
            continue
        for what, write in _WRITERS[one.entry.verb]:
            message = write(one, comment, around)
            if message is not None:
                found[f"notice:{one.position}:{what}"] = message
    return found


def _told_once(entries: Sequence[Sealed]) -> list[Sealed]:
    """Without all but the last of several passages that were blacked out of one comment for one reason."""
    told = set()
    kept = []
    for one in reversed(entries):
        what = (one.entry.subject_id, one.entry.values.get("reason_key"))
        if one.entry.verb == COMMENT_REDACTED.name and what in told:
            continue
        if one.entry.verb == COMMENT_REDACTED.name:
            told.add(what)
        kept.append(one)
    return kept[::-1]


def _around(entries: Sequence[Sealed]) -> Around:
    comments = _by_id(Comment, {one.entry.subject_id for one in entries})
    comments |= _by_id(Comment, {row.parent_id for row in comments.values() if row.parent_id})
    accounts = _by_id(Account, {row.account_id for row in comments.values()})
    writers = {queries.address_of_writer(row, accounts.get(row.account_id or 0)) for row in comments.values()}
    publications = select(Publication).where(Publication.id.in_({row.publication_id for row in comments.values()}))
    rows = db.session.scalars(publications.options(selectin_polymorphic(Publication, [Plan, Post])))
    return Around(
        comments=comments,
        accounts=accounts,
        publications={row.id: row for row in rows},
        organisations=_by_id(Organisation, {row.official_for for row in comments.values()}),
        reasons={row.key: row for row in db.session.scalars(select(Reason))},
        texts=public_texts([row for row in comments.values() if row.is_public]),
        marked=marked_in({one.entry.subject_id for one in entries if one.entry.verb == COMMENT_REJECTED.name}),
        unwanted=queries.objecting(writers - {None}, REPLIES.key),
    )


def _by_id(model: Any, ids: set[int | None]) -> dict[int, Any]:
    return {row.id: row for row in db.session.scalars(select(model).where(model.id.in_(ids - {None})))}


def _reply(_one: Sealed, reply: Comment, around: Around) -> Message | None:
    parent = around.comments.get(reply.parent_id or 0)
    if parent is None or not reply.is_public or not parent.is_public or _same_writer(reply, parent):
        return None
    to = _address(parent, around)
    if to is None or to in around.unwanted:
        return None
    organisation = around.organisations.get(reply.official_for or 0)
    return mails.notice_reply(
        to=to,
        title=around.publications[reply.publication_id].title,
        by=", ".join(filter(None, (reply.name, reply.role_title, reply.organisation_name))),
        official_for=organisation.name if organisation else "",
        number=parent.number or 0,
        text=around.texts[reply.id],
        url=_permalink(reply),
        stop_url=links.replies_url(parent.id, to),
    )


def _published(one: Sealed, comment: Comment, around: Around) -> Message | None:
    """Told only to those whose comment somebody else had to read first."""
    waited = one.entry.actor_id is not None and one.entry.actor_id != comment.account_id
    if not (waited and comment.is_public):
        return None
    edited = one.entry.verb == COMMENT_EDIT_APPROVED.name
    restored = one.entry.verb == COMMENT_RESTORED.name
    return _decision("notice_published", comment, around, edited=edited, restored=restored, url=_permalink(comment))


def _rejected(one: Sealed, comment: Comment, around: Around) -> Message | None:
    facts = one.entry.values
    edited = comment.state is CommentState.PUBLISHED and comment.body_revision < facts["revision"]
    if comment.waits or not (edited or comment.state is CommentState.REJECTED):
        return None
    marked = around.marked.get((comment.id, facts["revision"]))
    return _with_reason("notice_rejected", facts["reason_key"], comment, around, edited=edited, marked=marked)


def _hidden(one: Sealed, comment: Comment, around: Around) -> Message | None:
    if comment.state is not CommentState.HIDDEN:
        return None
    return _with_reason("notice_hidden", one.entry.values["reason_key"], comment, around)


def _redacted(one: Sealed, comment: Comment, around: Around) -> Message | None:
    """Not told where a later decision, or the writer, took the whole comment away."""
    if comment.state not in (CommentState.PUBLISHED, CommentState.WAITING):
        return None
    return _with_reason("notice_redacted", one.entry.values["reason_key"], comment, around)


def _with_reason(name: str, key: str, comment: Comment, around: Around, **facts: Any) -> Message | None:
    reason = around.reasons.get(key)
    if reason is None:
        return None
    policy = link(current_app.url_map.bind("localhost").build("site.page", {"slug": "moderation-policy"}))
    return _decision(name, comment, around, reason=reason, policy_url=policy, url=_own_page(comment), **facts)


def _decision(name: str, comment: Comment, around: Around, **facts: Any) -> Message | None:
    to = _address(comment, around)
    if to is None:
        return None
    return mails.notice_decision(name, to=to, title=around.publications[comment.publication_id].title, **facts)


def _address(comment: Comment, around: Around) -> str | None:
    return queries.address_of_writer(comment, around.accounts.get(comment.account_id or 0))


def _same_writer(one: Comment, other: Comment) -> bool:
    if one.account_id is not None or other.account_id is not None:
        return one.account_id == other.account_id
    return one.email is not None and one.email == other.email


def _permalink(comment: Comment) -> str:
    return link(current_app.url_map.bind("localhost").build("comments.permalink", {"comment_id": comment.id}))


def _own_page(comment: Comment) -> str:
    """Where its writer may change it: by the signed link for a guest, signed in for an account."""
    addresses = current_app.url_map.bind("localhost")
    if comment.account_id is None:
        return link(addresses.build("comments.manage", {"token": codes.manage_token(comment)}))
    return link(addresses.build("comments.edit", {"comment_id": comment.id}))


Writer = Callable[[Sealed, Comment, Around], Message | None]
_WRITERS: dict[str, tuple[tuple[str, Writer], ...]] = {
    COMMENT_PUBLISHED.name: (("reply", _reply), ("decision", _published)),
    COMMENT_RESTORED.name: (("decision", _published),),
    COMMENT_EDIT_APPROVED.name: (("decision", _published),),
    COMMENT_REJECTED.name: (("decision", _rejected),),
    COMMENT_HIDDEN.name: (("decision", _hidden),),
    COMMENT_REDACTED.name: (("decision", _redacted),),
}
