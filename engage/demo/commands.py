"""`engage demo`: an invented region on this machine, web and worker together."""

from pathlib import Path

import click

from engage.core import migration, serving, terminal
from engage.core.database import reading
from engage.core.settings import Settings, says_production
from engage.demo.sizes import NATION, REGION, TOWN

FACE = {
    "site_name": "North Vale Listens",
    "site_strapline": "Plans for health and care in North Vale, and what people say about them",
    "site_owner": "North Vale Integrated Care Board",
    "site_email": "listening@northvale.example",
}

ENDED = "The site did not start; the lines above say why."
SLOW = (
    "The site has not answered for two minutes and was stopped; this machine may be very busy. "
    "What was built is kept: type the same line again."
)


@click.command("demo", epilog="Example: engage demo --port 8000 --data /tmp/engage-demo")
@click.option("--data", type=click.Path(file_okay=False, path_type=Path), help="The folder that holds its data.")
@click.option("--port", default=8000, show_default=True, help="The port to listen on.")
@click.option(
    "--size",
    type=click.Choice([TOWN, REGION, NATION]),
    default=REGION,
    show_default=True,
    help="How much it shows, when it is built: a nation has four regions and takes a few times as long.",
)
@click.option("--no-serve", is_flag=True, help="Build the data and stop.")
def demo(data: Path | None, port: int, size: str, no_serve: bool) -> None:
    """Build the demonstration if it is not there yet, and serve it until it is stopped."""
    if says_production():
        terminal.fail(
            "The demonstration does not run in production, and ENGAGE_ENVIRONMENT asks for that. "
            "Unset it, or start the demonstration in a folder without the settings of your site."
        )
    changes: dict[str, object] = {**FACE, "base_url": f"http://127.0.0.1:{port}"}
    if data is not None:
        changes["data_dir"] = data.resolve()
    # What is built here can be built again, so that it need not wait for the disk; the site itself does.
    app = terminal.application(**changes, sqlite_synchronous="OFF")
    settings: Settings = app.config["ENGAGE"]
    with app.app_context():
        _prepare(size)
    if not no_serve:
        _serve(changes, settings, port)


def _prepare(size: str) -> None:
    from engage.demo import building
    from engage.demo.content import load_content

    click.echo("Preparing the database …", err=True)
    migration.upgrade()
    with reading():
        found = building.state()
    if found == "foreign":
        terminal.fail(
            "This database holds something else than the demonstration, which does not mix with it. "
            "Give the demonstration a folder of its own: engage demo --data FOLDER"
        )
    content = load_content()
    if found == "empty":
        building.build(content, size)
    for line in building.accounts_to_show(content):
        click.echo(line)


def _serve(changes: dict[str, object], settings: Settings, port: int) -> None:
    if serving.port_is_taken(port):
        terminal.fail(f"Port {port} is in use. Stop what listens there, or choose another one: engage demo --port 8001")
    together = serving.Together(serving.environment(changes), settings.web_processes, port)
    if not together.wait_until_up():
        has_ended = together.has_ended()
        together.stop()
        terminal.fail(ENDED if has_ended else SLOW)
    click.echo(f"\nThe site is at http://127.0.0.1:{port}/ and its mail at http://127.0.0.1:{port}/dev/mail/.")
    click.echo("Stop it with Ctrl+C.")
    together.run()


COMMANDS = [("", demo)]
