"""`engage person …`."""

from pathlib import Path

import click

from engage.accounts.addresses import normal
from engage.core import terminal
from engage.core.database import db, reading, unit_of_work
from engage.core.jobs import run
from engage.core.permissions import VISITOR
from engage.core.person import Person, Wish, at_address, with_code
from engage.core.person_copy import write_copy
from engage.core.person_erasing import held_of
from engage.person.actions import copies, erasures
from engage.person.models import PersonErasure


@click.command("export", epilog="Example: engage person export ada@example.org --out ada.zip")
@click.argument("address")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), default=Path("person.zip"), show_default=True)
@terminal.in_app
def export(address: str, out: Path) -> None:
    """Write all that is held of the person at ADDRESS into one zip: pages to read, the same as JSON, and the files.

    Of somebody who gave no address, the code on the receipt of a response finds that response.
    Read it before you give it away: notes of meetings and of moderators may speak of others too.
    """
    part = out.with_name(f"{out.name}.part")
    with reading(), part.open("wb") as file:
        lines = write_copy(_person(address), file, by_staff=True)
    if not lines:
        part.unlink()
        terminal.fail(f"Nothing is held of {address}. Look whether it is written as the person wrote it.")
    part.replace(out)
    with unit_of_work():
        copies.note_given()
    for line in lines:
        click.echo(f"{line.number:>7,}  {line.holding.title}")
    click.echo(f"Written to {out}.")


@click.command(
    "erase", epilog="Example: engage person erase ada@example.org --reason 'She asked us to, letter of 3 May'"
)
@click.argument("address")
@click.option("--reason", default="", help="Why; it is kept, so it must name nobody.")
@click.option("--keep-comments", is_flag=True, help="Leave the words of comments in public, under “Former member”.")
@click.option("--tell", is_flag=True, help="Write to the person when it is done; the address is then forgotten.")
@click.option("--dry-run", is_flag=True, help="Only say what would be deleted and what would be kept, and why.")
@terminal.in_app
def erase(address: str, reason: str, keep_comments: bool, tell: bool, dry_run: bool) -> None:
    """Erase the person at ADDRESS, or a response by the code on its receipt; says first what goes, what stays, and why.

    A death in the middle loses nothing: the worker carries on, and so does the same command.
    """
    if tell and "@" not in address:
        terminal.fail("Without an address nobody can be told: leave --tell out.")
    with reading():
        person = _person(address)
        lines = held_of(person)
    if not lines:
        terminal.fail(f"Nothing is held of {address}. Look whether it is written as the person wrote it.")
    for line in lines:
        click.echo(f"{line.number:>7,}  {line.holding.title}\n         {line.says}")
    if dry_run:
        click.echo("Nothing was changed.")
        return
    with unit_of_work():
        wish = Wish(withdraws=not keep_comments)
        told = normal(address) if tell else ""
        erasure_id = erasures.ask_erasure(VISITOR, person=person, wish=wish, reason=reason, tell=told).id
    run(erasures.WORK)
    _tell_outcome(erasure_id)


def _person(said: str) -> Person:
    return at_address(normal(said)) if "@" in said else with_code(said)


def _tell_outcome(erasure_id: int) -> None:
    with reading():
        erasure = db.session.get_one(PersonErasure, erasure_id, populate_existing=True)
    if erasure.finished_at is None:
        terminal.fail("Another worker is at it, or it failed: look into the log. The worker goes on trying.")
    click.echo(f"Done. It is number {erasure.id} in the record, which says why and not who.")


COMMANDS = [("person", export), ("person", erase)]
