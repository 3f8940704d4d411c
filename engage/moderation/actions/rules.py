"""Reasons that moderators give, and addresses that they block."""

import re

from engage.comments import actions as comments
from engage.comments import queries as comment_queries
from engage.comments.models import BlockedAddress, Comment, Reason
from engage.core import cache, ledger
from engage.core.database import db
from engage.core.errors import Refused
from engage.core.permissions import Viewer
from engage.moderation import queries, verbs

KEY = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


def save_reason(
    actor: Viewer,
    *,
    reason: Reason | None,
    key: str,
    rule: str,
    label: str,
    text: str,
    revise: str,
    position: int,
    active: bool,
) -> Reason:
    """Write a new reason, or change one; its key stays for ever, because the record names it."""
    if reason is None:
        if not KEY.fullmatch(key):
            raise Refused("Use small letters, digits and hyphens only, such as “off-subject”.", "key")
        if comment_queries.reason(key) is not None:
            raise Refused("There is a reason with this key already.", "key")
    elif reason.active and not active and len(comment_queries.reasons()) == 1:
        raise Refused("This is the only reason that is on. Comments cannot be rejected without one.", "active")
    return comments.save_reason(
        actor,
        key=reason.key if reason else key,
        rule=rule,
        label=label,
        text=text,
        revise=revise,
        position=position,
        active=active,
    )


def delete_reason(actor: Viewer, *, reason: Reason) -> None:
    """Delete a reason that was never used; one that was can only be switched off."""
    if queries.reason_is_used(reason.key):
        raise Refused("This reason stands on record, so it cannot be deleted. Switch it off instead.")
    if reason.active and len(comment_queries.reasons()) == 1:
        raise Refused("This is the only reason that is on. Comments cannot be rejected without one.")
    db.session.delete(reason)
    cache.bump(cache.SITE)
    ledger.record(verbs.REASON_DELETED, subject_id=0, actor_id=actor.account_id, key=reason.key)


def block_writer(actor: Viewer, *, comment: Comment, reason: Reason | None, note: str = "") -> BlockedAddress:
    """Block the address from which a comment was written."""
    address = comment_queries.address_of(comment)
    if address is None:
        raise Refused("No address is known for the writer of this comment, so there is none to block.")
    if address == actor.email.lower():
        raise Refused("This is your own address.")
    if reason is None:
        raise Refused("Choose a reason for which the address is blocked.", "reason")
    return comments.block_address(actor, email=address, reason=reason, note=note)
