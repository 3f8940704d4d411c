"""Commands of mail and digests."""

from datetime import timedelta

import click

from engage.core import terminal
from engage.mail.dispatch import RUNNER


@click.command("deliver", epilog="Example: engage mail deliver")
@terminal.in_app
def deliver() -> None:
    """Hand over now what is due in the outbox."""
    tally = RUNNER.run(longest=timedelta(hours=12))
    click.echo(
        f"{tally.sent} sent, {tally.deferred} to be tried again, {tally.failed} failed, {tally.suppressed} suppressed."
    )
    if tally.stopped:
        terminal.fail(f"The mail server stands still: {tally.stopped}. What waits is tried again.")


COMMANDS = [("mail", deliver)]
