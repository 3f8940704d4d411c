"""Commands of mail and digests."""

import json
from datetime import datetime, timedelta
from typing import BinaryIO

import click
from flask import current_app

from engage.core import clock, jobs, terminal
from engage.core.database import db, reading, unit_of_work
from engage.core.i18n import moment_from_local
from engage.mail import coming_back, consents, planning, previews, queries, returns, runs
from engage.mail.dispatch import RUNNER
from engage.mail.models import Frequency, MailRun
from engage.mail.returns import LONGEST_RETURN


@click.command("deliver", epilog="Example: engage mail deliver")
@terminal.in_app
def deliver() -> None:
    """Hand over now what is due in the outbox."""
    tally = RUNNER.run(longest=timedelta(hours=12))
    click.echo(
        f"{tally.sent} sent, {tally.deferred} to be tried again, {tally.failed} failed, "
        f"{tally.suppressed} suppressed, {tally.dropped} dropped."
    )
    if tally.stopped:
        terminal.fail(f"The mail server stands still: {tally.stopped}. What waits is tried again.")


@click.command("run", epilog="Example: engage digest run --period daily")
@click.option("--period", type=click.Choice(["daily", "weekly"]), required=True, help="Which digest to build.")
@click.option(
    "--at",
    type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]),
    help="Build the digest that is due at this time on the site's clock; now unless given.",
)
@terminal.in_app
def digest_run(period: str, at: datetime | None) -> None:
    """Build the digest of a period and put it into the outbox; what was built is not built again."""
    jobs.run("ledger.seal")
    zone = current_app.config["ENGAGE"].zone
    moment = clock.now() if at is None else moment_from_local(at, zone)
    run_id = runs.start_named(Frequency(period), moment)
    if run_id not in runs.unfinished():
        click.echo(f"The {period} digest of {_run(run_id).period} was built before; nothing new was sent.")
        return
    planning.work(run_id)
    run = _run(run_id)
    people = "1 person" if run.message_count == 1 else f"{run.message_count:,} people"
    click.echo(f"The {period} digest of {run.period} went to {people}.")


@click.command("bounce", epilog="Example: engage mail bounce - < returned.eml")
@click.argument("file", type=click.File("rb"))
@click.option("--to", "recipient", default="", help="The envelope's recipient, if the mail server tells it.")
@terminal.in_app
def bounce(file: BinaryIO, recipient: str) -> None:
    """Take in a message that came back: a bounce or a complaint, from a FILE or - for standard input."""
    whole = file.read(LONGEST_RETURN)
    with unit_of_work():
        counted = coming_back.take_in([recipient, *returns.envelope_addresses(whole)], returns.read(whole))
    click.echo(f"{counted} of our messages came back by this.")


@click.command("consents", epilog="Example: engage mail consents ada@example.org > consents.json")
@click.argument("address")
@terminal.in_app
def show_consents(address: str) -> None:
    """Write what the person at an address agreed to and refused, as JSON."""
    with reading():
        whole = [consents.as_facts(one) for one in consents.of_address(address.strip().lower())]
    if not whole:
        terminal.fail("Nothing is known of this address, or it was erased.")
    click.echo(json.dumps(whole, indent=2, ensure_ascii=False))


def _run(run_id: int) -> MailRun:
    with reading():
        return db.session.get_one(MailRun, run_id, populate_existing=True)


@click.command("preview", epilog="Example: engage mail preview ada@example.org --period weekly")
@click.argument("email")
@click.option("--period", type=click.Choice(["daily", "weekly"]), default="daily", help="Which digest to show.")
@terminal.in_app
def preview(email: str, period: str) -> None:
    """Show the next digest of an address as it would leave now; nothing is sent."""
    jobs.run("ledger.seal")
    with reading():
        subscriber = queries.subscriber_by_email(email.strip().lower())
        if subscriber is None:
            terminal.fail(f"Nobody follows anything as {email}.")
        written = previews.next_digest(subscriber, Frequency(period))
    click.echo(f"Subject: {written.subject}\n\n{written.text}" if written else "There is nothing new for this address.")


COMMANDS = [("mail", deliver), ("mail", preview), ("mail", bounce), ("mail", show_consents), ("digest", digest_run)]
