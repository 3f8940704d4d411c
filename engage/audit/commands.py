"""`engage check`: whether what is kept twice still agrees with itself."""

import click
from sqlalchemy import select

from engage.comments.actions import recount
from engage.comments.models import Thread
from engage.core import ledger, terminal
from engage.core.database import db, reading, unit_of_work
from engage.moderation.actions import recount_decisions


@click.command("check", epilog="Example: engage check --counters")
@click.option("--counters", is_flag=True, help="Count comments, replies and reports again, and put right what differs.")
@terminal.in_app
def check(counters: bool) -> None:
    """Verify the ledger, and the counters if asked; status 1 when something was wrong."""
    with reading():
        verdict = ledger.verify()
        threads = list(db.session.scalars(select(Thread.publication_id).order_by(Thread.publication_id)))
    if verdict.fault:
        terminal.fail(f"The ledger is broken: {verdict.fault}. Restore it from a backup and compare.")
    click.echo(f"The ledger holds: {verdict.sealed} entries sealed, {verdict.unsealed} waiting for their seal.")
    wrong = sum(_recounted(publication_id) for publication_id in threads) if counters else 0
    if wrong:
        terminal.fail(f"{wrong} counters were wrong and have been put right. Say so to those who look after Engage.")
    if counters:
        click.echo(f"The counters of {len(threads)} threads are right.")


def _recounted(publication_id: int) -> int:
    with unit_of_work():
        found = [(each.counter, each.was, each.now) for each in recount(publication_id)]
        found += recount_decisions(publication_id)
    for counter, was, now in found:
        terminal.say_wrong(f"publication {publication_id}: {counter} was {was}, is {now}.")
    return len(found)


COMMANDS = [("", check)]
