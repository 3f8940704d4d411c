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
DIGEST_TIME_CHOSEN = declare(
    "digest.time_chosen",
    subject="subscriber",
    says="A subscriber chose when digests come.",
    hour=int,
    weekday=int,
)
RUN_PAUSED = declare("mail_run.paused", subject="mail run", says="Staff held back the messages of a run.")
RUN_RESUMED = declare("mail_run.resumed", subject="mail run", says="Staff let the messages of a run go on.")
RUN_CANCELLED = declare(
    "mail_run.cancelled", subject="mail run", says="Staff stopped a run; what had not left never will."
)
RUN_REPEATED = declare(
    "mail_run.repeated", subject="mail run", says="Staff had a run of before a restored backup sent again."
)
RUN_DECIDED = declare(
    "mail_run.decided",
    subject="mail run",
    says="Staff decided about a run in doubt: whether its news was sent or left out.",
    sent=bool,
)
CORRECTION_SENT = declare(
    "mail_run.corrected",
    subject="mail run",
    says="Staff wrote to those who had been told of something that was later withdrawn.",
    run_id=int,
    publication_id=int,
)
OUTBOX_RETRIED = declare(
    "outbox.retried", subject="outbox", says="Staff had failed messages tried again.", messages=int
)
