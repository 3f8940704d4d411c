"""The mails about following, pure."""

from collections.abc import Sequence

from engage.core.messages import Message, compose, link
from engage.mail import links
from engage.mail.digests import MOST_SECTIONS, Section
from engage.mail.models import Frequency, Subscriber
from engage.mail.targets import Target


def follow_confirm(subscriber: Subscriber, target: Target) -> Message:
    """Asks the person at an address whether it was she who wants to follow something."""
    return compose(
        "follow_confirm",
        to=subscriber.email,
        name=target.name,
        url=links.url("mail.confirm", links.CONFIRM, subscriber),
    )


def follow_known(subscriber: Subscriber, target: Target) -> Message:
    """Tells the person at an address that it follows the thing already, and where to change that."""
    return compose(
        "follow_known",
        to=subscriber.email,
        name=target.name,
        thing_url=link(target.path),
        url=links.url("mail.preferences", links.PREFERENCES, subscriber),
    )


def digest(subscriber: Subscriber, sections: Sequence[Section], frequency: Frequency) -> Message:
    """What is new for one subscriber; the newest in full, the rest as a number."""
    return compose(
        "digest",
        to=subscriber.email,
        headers=links.list_headers(subscriber),
        sections=sections[:MOST_SECTIONS],
        more=max(0, len(sections) - MOST_SECTIONS),
        total=len(sections),
        often={"at_once": "as it happens", "daily": "once a day", "weekly": "once a week"}[frequency.value],
        preferences_url=links.url("mail.preferences", links.PREFERENCES, subscriber),
        unsubscribe_url=links.url("mail.unsubscribe", links.UNSUBSCRIBE, subscriber),
    )
