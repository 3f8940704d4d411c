"""What the ledger says of subscriptions; the subject is the subscription unless another is named."""

from engage.core.ledger import declare

SUBSCRIPTION_ASKED = declare(
    "subscription.asked",
    subject="subscription",
    says="Somebody asked that an address should follow something; the address has not agreed yet.",
    kind=str,
    target_id=int,
    frequency=str,
)
SUBSCRIPTION_CONFIRMED = declare(
    "subscription.confirmed",
    subject="subscription",
    says="The person at the address agreed to follow something.",
    kind=str,
    target_id=int,
    frequency=str,
)
SUBSCRIPTION_CHANGED = declare(
    "subscription.changed",
    subject="subscription",
    says="A subscriber chose another frequency.",
    old=str,
    new=str,
)
SUBSCRIPTION_ENDED = declare(
    "subscription.ended", subject="subscription", says="A subscriber stopped following something.", way=str
)
REPLIES_CHOSEN = declare(
    "replies.chosen",
    subject="subscriber",
    says="A person chose whether to be written to about replies to comments.",
    wanted=bool,
)
OUTBOX_RETRIED = declare(
    "outbox.retried", subject="outbox", says="Staff had failed messages tried again.", messages=int
)
