"""Whether mail and the worker move, in a sentence for staff when they do not."""

from datetime import timedelta

from engage.core import clock, jobs
from engage.core.i18n import datetime_text
from engage.mail import queries

PATIENCE = timedelta(minutes=15)


def trouble() -> str | None:
    """What stands still and what to do, or nothing; two statements."""
    if jobs.stands_still("worker"):
        return (
            "The worker stands still: no mail leaves, and nothing that is scheduled is published. "
            "Ask an administrator to start it with “engage worker”."
        )
    oldest = queries.oldest_due()
    if oldest is None or clock.now() - oldest.due_at < PATIENCE:
        return None
    said = f" The mail server said: {oldest.last_error.rstrip('.')}." if oldest.last_error else ""
    since = datetime_text(oldest.due_at)
    asked = "Ask an administrator to look at the mail server."
    return f"Mail stands still: a message has waited since {since}.{said} {asked}"
