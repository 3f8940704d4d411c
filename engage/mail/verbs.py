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
# Since replies are a kind of notice like others, only old entries say this.
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
CONSENT_RECORDED = declare(
    "consent.recorded",
    subject="consent",
    says="Somebody changed what we may send; the hash proves the row that says it.",
    hash=str,
)
PAUSE_CHOSEN = declare(
    "pause.chosen", subject="subscriber", says="A subscriber chose to hear nothing until a day.", until=str
)
OBJECTIONS_CHOSEN = declare(
    "objections.chosen",
    subject="subscriber",
    says="A person chose which kinds of notices not to get.",
    added=str,
    taken_back=str,
)
ADDRESS_CHANGE_ASKED = declare(
    "address_change.asked", subject="address change", says="A subscriber asked for updates to go to another address."
)
ADDRESS_CHANGED = declare(
    "address_change.done",
    subject="address change",
    says="Both addresses agreed, and updates go to the new one.",
    subscriber_id=int,
)
ADDRESS_SUPPRESSED = declare(
    "returned_mail.suppressed",
    subject="returned mail",
    says="An address is not mailed any more, for its mail came back.",
    kind=str,
)
ADDRESS_MENDED = declare(
    "account.mail_mended",
    subject="account",
    says="A person said that mail reaches the account's address again.",
    kind=str,
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
NEWSLETTER_BEGUN = declare("newsletter.begun", subject="newsletter", says="Somebody began a newsletter.")
NEWSLETTER_CHANGED = declare(
    "newsletter.changed", subject="newsletter", says="Somebody changed a newsletter.", version=int
)
NEWSLETTER_DELETED = declare(
    "newsletter.deleted", subject="newsletter", says="Somebody threw away a newsletter that was never sent."
)
NEWSLETTER_SCHEDULED = declare(
    "newsletter.scheduled", subject="newsletter", says="Staff said when a newsletter leaves.", at=str, version=int
)
NEWSLETTER_TAKEN_BACK = declare(
    "newsletter.taken_back", subject="newsletter", says="Staff took a scheduled newsletter back, to change it or not."
)
NEWSLETTER_SENT = declare(
    "newsletter.sent",
    subject="newsletter",
    says="A newsletter began to leave, to followers of a thing or to a list.",
    run_id=int,
    target_kind=str,
    target_id=int,
    list_id=int,
)
NEWSLETTER_WITHDRAWN = declare(
    "newsletter.withdrawn", subject="newsletter", says="Staff took a newsletter off the public archive."
)
