"""The mails about following, pure."""

from engage.core.messages import Message, compose, link
from engage.mail import links
from engage.mail.models import Subscriber
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
