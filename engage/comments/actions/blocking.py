"""What keeps the conversation fair: blocked addresses, the emergency stop, the list of reasons."""

from engage.comments import queries, verbs
from engage.comments.models import BlockedAddress, CommentStop, Reason
from engage.core import cache, clock, ledger
from engage.core.database import db
from engage.core.errors import Refused
from engage.core.permissions import Viewer
from engage.core.text import clean_line, is_blank


def block_address(actor: Viewer, *, email: str, reason: Reason, note: str = "") -> BlockedAddress:
    """Take no comment from an address any more, whatever tag it bears; its writer is told so when trying."""
    email = clean_line(email)
    if "@" not in email:
        raise Refused("Enter the email address that you want to block.", "email")
    email = queries.untagged(email)
    row = queries.block_of(email)
    if row is None:
        row = BlockedAddress(email=email)
        db.session.add(row)
    elif row.lifted_at is None:
        return row
    row.reason_key, row.note, row.account_id = reason.key, note, actor.account_id
    row.at, row.lifted_at = clock.now(), None
    db.session.flush()
    ledger.record(verbs.ADDRESS_BLOCKED, subject_id=row.id, actor_id=actor.account_id, reason_key=reason.key)
    return row


def unblock_address(actor: Viewer, *, email: str) -> None:
    """Lift a block; an address that is not blocked stays as it is."""
    row = queries.block_of(queries.untagged(clean_line(email)))
    if row is None or row.lifted_at is not None:
        return
    row.lifted_at = clock.now()
    ledger.record(verbs.ADDRESS_UNBLOCKED, subject_id=row.id, actor_id=actor.account_id)


def stop_all(actor: Viewer, *, reason: str) -> CommentStop:
    """Take no comment anywhere until `resume_all`; the reason is shown to everybody."""
    reason = clean_line(reason)
    if is_blank(reason):
        raise Refused("Say why comments are stopped. Everybody will read it.", "reason")
    running = queries.is_stopped()
    if running is not None:
        return running
    stop = CommentStop(reason=reason, account_id=actor.account_id, at=clock.now())
    db.session.add(stop)
    db.session.flush()
    ledger.record(verbs.COMMENTS_STOPPED, subject_id=stop.id, actor_id=actor.account_id)
    cache.bump(cache.SITE)
    return stop


def resume_all(actor: Viewer) -> None:
    """Lift the emergency stop."""
    stop = queries.is_stopped()
    if stop is None:
        return
    stop.lifted_at = clock.now()
    ledger.record(verbs.COMMENTS_RESUMED, subject_id=stop.id, actor_id=actor.account_id)
    cache.bump(cache.SITE)


def save_reason(
    actor: Viewer, *, key: str, rule: str, label: str, text: str, revise: str, position: int = 0, active: bool = True
) -> Reason:
    """Write a reason for rejecting, hiding or blacking out: the rule, and what the writer is told."""
    for field, value in (("key", key), ("rule", rule), ("label", label), ("text", text)):
        if is_blank(value):
            raise Refused("Fill this in: the writer of a comment will read it.", field)
    reason = db.session.get(Reason, key)
    if reason is None:
        reason = Reason(key=key)
        db.session.add(reason)
    reason.rule, reason.label, reason.text, reason.revise = rule, label, text, revise
    reason.position, reason.active = position, active
    db.session.flush()
    ledger.record(verbs.REASON_SAVED, subject_id=0, actor_id=actor.account_id, key=key, active=active)
    cache.bump(cache.SITE)
    return reason
