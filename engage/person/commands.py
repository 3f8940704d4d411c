"""`engage person …`."""

from pathlib import Path

import click

from engage.accounts.addresses import normal
from engage.core import terminal
from engage.core.database import reading, unit_of_work
from engage.core.person import at_address
from engage.core.person_copy import write_copy
from engage.person.actions import copies


@click.command("export", epilog="Example: engage person export ada@example.org --out ada.zip")
@click.argument("address")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), default=Path("person.zip"), show_default=True)
@terminal.in_app
def export(address: str, out: Path) -> None:
    """Write all that is held of the person at ADDRESS into one zip: pages to read, the same as JSON, and the files.

    Read it before you give it away: notes of meetings and of moderators may speak of others too.
    """
    part = out.with_name(f"{out.name}.part")
    with reading(), part.open("wb") as file:
        lines = write_copy(at_address(normal(address)), file, by_staff=True)
    if not lines:
        part.unlink()
        terminal.fail(f"Nothing is held of {address}. Look whether it is written as the person wrote it.")
    part.replace(out)
    with unit_of_work():
        copies.note_given()
    for line in lines:
        click.echo(f"{line.number:>7,}  {line.holding.title}")
    click.echo(f"Written to {out}.")


COMMANDS = [("person", export)]
