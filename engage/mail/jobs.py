"""What the worker does for mail."""

from engage.core.jobs import job
from engage.mail.dispatch import RUNNER


@job("mail.deliver")
def deliver() -> None:
    """Hand over what is due in the outbox."""
    RUNNER.run()
