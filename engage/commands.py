"""The `engage` command; it collects each feature's commands."""

import functools
import importlib
import importlib.util
import os
import sys
from pathlib import Path
from typing import Any

import click
from flask import Flask

from engage.core import ledger, migration, sealing, serving, terminal
from engage.core.settings import Settings, SettingsError, load_settings
from engage.shelves import SHELVES


@functools.lru_cache(maxsize=1)
def _application(**changes: Any) -> Flask:
    from engage.app import create_app

    return create_app(load_settings(**changes))


class EngageGroup(click.Group):
    """The command group, which says a wrong setting in a sentence."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run, and end with status 2 when the settings do not hold."""
        try:
            return super().invoke(ctx)
        except SettingsError as error:
            terminal.say_wrong(str(error))
            sys.exit(2)


@click.group(cls=EngageGroup, epilog="Example: engage demo")
@click.pass_context
def main(ctx: click.Context) -> None:
    """Engage: stakeholder engagement and consultation for public bodies."""
    ctx.obj = _application


@main.command(epilog="Example: engage settings")
def settings() -> None:
    """List every setting with its present value and one sentence."""
    present = load_settings()
    for name, field in Settings.model_fields.items():
        value = getattr(present, name)
        shown = "(set, not shown)" if "secret" in name and value else value
        click.echo(f"ENGAGE_{name.upper()}={shown}\n    {field.description}")


@main.command(epilog="Example: engage migrate")
@terminal.in_app
def migrate() -> None:
    """Bring the database to the present shape; safe to run twice and by two processes at once."""
    migration.upgrade()
    click.echo("The database is up to date.")


@main.command(epilog="Example: engage serve --port 8000")
@click.option("--port", default=8000, show_default=True, help="The port to listen on.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
def serve(port: int, host: str) -> None:
    """Serve the site by gunicorn."""
    line = serving.gunicorn_line(load_settings().web_processes, host, port)
    os.execvp(line[0], line)  # noqa: S606 - our own command line


@main.command(epilog="Example: engage worker")
def worker() -> None:
    """Run the jobs: seal the ledger, send mail, build digests, publish what is due."""
    from engage.core.jobs import engine, run

    app = _application()
    with app.app_context():
        huey = engine().huey
        run("worker.beat")
    consumer = huey.create_consumer(workers=2, periodic=True, initial_delay=0.1, max_delay=1.0, scheduler_interval=1)
    consumer.run()


@main.command(epilog="Example: engage assets")
def assets() -> None:
    """Build the style sheets and scripts if their sources changed."""
    from engage.core.assets_build import AssetsError, build

    try:
        built = build(Path(__file__).resolve().parent.parent)
    except AssetsError as error:
        terminal.fail(str(error))
    click.echo("Built." if built else "Nothing has changed.")


@main.group("ledger", epilog="Example: engage ledger verify")
def ledger_group() -> None:
    """Seal and verify the record."""


@ledger_group.command("seal", epilog="Example: engage ledger seal")
@terminal.in_app
def ledger_seal() -> None:
    """Seal every entry that waits."""
    click.echo(f"{sealing.seal_all()} entries sealed.")


@ledger_group.command("verify", epilog="Example: engage ledger verify")
@terminal.in_app
def ledger_verify() -> None:
    """Walk the whole chain; name the first broken entry."""
    from engage.core.database import reading

    with reading():
        verdict = ledger.verify()
    if verdict.fault:
        terminal.fail(f"The ledger is broken: {verdict.fault}. Restore it from a backup and compare.")
    click.echo(f"The ledger holds: {verdict.sealed} entries sealed, {verdict.unsealed} waiting for their seal.")


@main.group("import", epilog="Example: engage import posts FOLDER --dry-run")
def import_group() -> None:
    """Take in real material; every import can be repeated."""


@main.group("export", epilog="Example: engage export contacts contacts.csv")
def export_group() -> None:
    """Write what the site has to a file."""


@main.group(epilog="Example: engage user add --email ada@example.org --name Ada --role editor")
def user() -> None:
    """People who can sign in."""


@main.group(epilog="Example: engage digest run --period daily")
def digest() -> None:
    """Digests."""


@main.group(epilog="Example: engage mail deliver")
def mail() -> None:
    """Mail."""


@main.group(epilog="Example: engage person export ada@example.org --out ada.zip")
def person() -> None:
    """All that is held of one person: a copy of it, or its erasure."""


GROUPS = {
    "person": person,
    "import": import_group,
    "export": export_group,
    "user": user,
    "digest": digest,
    "mail": mail,
    "": main,
}


def _collect() -> None:
    """Each feature's commands.py holds COMMANDS: a list of (group name or empty, command)."""
    for shelf in SHELVES:
        name = f"engage.{shelf}.commands"
        if importlib.util.find_spec(name) is not None:
            for group, command in importlib.import_module(name).COMMANDS:
                GROUPS[group].add_command(command)


_collect()

if __name__ == "__main__":
    main()
