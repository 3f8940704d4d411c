"""What the links in our mails prove: that somebody reads the mail of a subscriber, for one purpose."""

from datetime import timedelta

from flask import current_app

from engage.core import messages, tokens
from engage.core.database import db
from engage.mail.models import Subscriber

CONFIRM = "mail-confirm"
PREFERENCES = "mail-preferences"
UNSUBSCRIBE = "mail-unsubscribe"
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


def list_headers(subscriber: Subscriber) -> dict[str, str]:
    """The headers that let a mail program offer to unsubscribe with one click (RFC 8058, RFC 2369, RFC 2919)."""
    site = current_app.config["SITE"]
    host = site.base_url.partition("://")[2].partition(":")[0]
    return {
        "List-Id": f"<updates.{host}>",
        "List-Unsubscribe": f"<{url('mail.unsubscribe', UNSUBSCRIBE, subscriber)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "List-Help": f"<{url('mail.preferences', PREFERENCES, subscriber)}>",
    }
