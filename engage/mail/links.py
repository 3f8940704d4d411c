"""What the links in our mails prove: that somebody reads the mail of a subscriber, for one purpose."""

import hashlib
from datetime import timedelta

from flask import current_app

from engage.core import messages, tokens
from engage.core.database import db
from engage.mail.models import AddressChange, Subscriber

CONFIRM = "mail-confirm"
PREFERENCES = "mail-preferences"
UNSUBSCRIBE = "mail-unsubscribe"
REPLIES = "mail-replies"
OBJECT = "mail-object"
OLD_ADDRESS = "mail-address-old"
NEW_ADDRESS = "mail-address-new"
CHANGE_WITHIN = timedelta(days=7)
WITHIN = {CONFIRM: timedelta(days=30), PREFERENCES: timedelta(days=400), UNSUBSCRIBE: None}


def token_for(purpose: str, subscriber: Subscriber) -> str:
    """The token of a link; a new key of the subscriber makes it worthless."""
    return tokens.sign(purpose, {"s": subscriber.id, "k": subscriber.key})


def subscriber_of(purpose: str, token: str) -> Subscriber | None:
    """The subscriber whose person followed the link; nothing when it is too old, forged or withdrawn."""
    try:
        facts = tokens.read(purpose, token, within=WITHIN[purpose])
    except tokens.BadToken:
        return None
    found = db.session.get(Subscriber, facts["s"])
    return found if found is not None and found.key == facts["k"] else None


def url(endpoint: str, purpose: str, subscriber: Subscriber) -> str:
    """The full address of a page that the link opens."""
    values = {"token": token_for(purpose, subscriber)}
    return messages.link(current_app.url_map.bind("localhost").build(endpoint, values))


def replies_url(comment_id: int, address: str) -> str:
    """Where the writer of a comment stops the messages about replies; worthless once it has another address."""
    token = tokens.sign(REPLIES, {"c": comment_id, "e": _digest(comment_id, address)})
    return messages.link(current_app.url_map.bind("localhost").build("mail.stop_replies", {"token": token}))


def comment_of_replies(token: str) -> int | None:
    """The comment whose writer a link to stop replies was made for; nothing when it is forged."""
    try:
        return int(tokens.read(REPLIES, token)["c"])
    except tokens.BadToken:
        return None


def is_for_address(token: str, comment_id: int, address: str) -> bool:
    """Whether a link to stop replies was sent to this address."""
    return bool(tokens.read(REPLIES, token)["e"] == _digest(comment_id, address))


def _digest(comment_id: int, address: str) -> str:
    return hashlib.sha256(f"{comment_id}:{address}".encode()).hexdigest()[:24]


def address_url(change: AddressChange, *, is_new: bool) -> str:
    """Where one of the two addresses agrees that updates go to the new one."""
    token = tokens.sign(NEW_ADDRESS if is_new else OLD_ADDRESS, {"a": change.id, "k": change.key})
    return messages.link(current_app.url_map.bind("localhost").build("mail.agree_address", {"token": token}))


def address_change_of(token: str) -> tuple[AddressChange, bool] | None:
    """The wish that a link was made for, and whether it went to the new address; nothing when it no longer holds."""
    for purpose in (OLD_ADDRESS, NEW_ADDRESS):
        try:
            facts = tokens.read(purpose, token, within=CHANGE_WITHIN)
        except tokens.BadToken:
            continue
        change = db.session.get(AddressChange, facts["a"])
        if change is not None and change.key == facts["k"]:
            return change, purpose == NEW_ADDRESS
    return None


def object_url(kind: str, subscriber: Subscriber) -> str:
    """Where a subscriber objects to a kind of notices with one click."""
    token = tokens.sign(OBJECT, {"s": subscriber.id, "k": subscriber.key, "o": kind})
    return messages.link(current_app.url_map.bind("localhost").build("mail.one_click", {"token": token}))


def objection_of(token: str) -> tuple[Subscriber, str] | None:
    """The subscriber and the kind of notices that a link was made for; nothing when it no longer holds."""
    try:
        facts = tokens.read(OBJECT, token)
    except tokens.BadToken:
        return None
    found = db.session.get(Subscriber, facts["s"])
    return (found, str(facts["o"])) if found is not None and found.key == facts["k"] else None


def list_headers(subscriber: Subscriber) -> dict[str, str]:
    """The headers that let a mail program offer to unsubscribe with one click (RFC 8058, RFC 2369, RFC 2919)."""
    headers = _one_click("updates", url("mail.unsubscribe", UNSUBSCRIBE, subscriber))
    help_url, archive_url = url("mail.preferences", PREFERENCES, subscriber), messages.link("/posts/")
    return {**headers, "List-Help": f"<{help_url}>", "List-Archive": f"<{archive_url}>"}


def reply_headers(stop_url: str, name: str = "replies") -> dict[str, str]:
    """The same headers for messages that are stopped by a link of their own, such as those about replies."""
    return _one_click(name, stop_url)


def _one_click(name: str, address: str) -> dict[str, str]:
    host = current_app.config["SITE"].base_url.partition("://")[2].partition(":")[0]
    return {
        "List-Id": f"<{name}.{host}>",
        "List-Unsubscribe": f"<{address}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
