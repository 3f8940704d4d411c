"""`engage init`: from nothing to a site with an administrator, asking what it cannot know."""

import secrets
from pathlib import Path

import click
from flask import Flask
from sqlalchemy import select

from engage.accounts import actions, addresses, mails, passwords, queries
from engage.core import jobs, migration, outbox, settings_file, terminal
from engage.core.database import db, reading, unit_of_work
from engage.core.outbox import OutboxMessage, OutboxState
from engage.core.permissions import VISITOR, Role
from engage.core.settings import in_environment, use_file
from engage.site.first_texts import add_first_texts

LOCAL = "http://127.0.0.1:8000"
EXAMPLE = (
    "Example: engage init --name 'North Vale listens' --owner 'North Vale Health Board' "
    "--sender people@northvale.example --admin-email ada@northvale.example --admin-name 'Ada Byron' --yes"
)


@click.command("init", epilog=EXAMPLE)
@click.option("--name", help="The name of the site.")
@click.option("--owner", help="Who runs the site, as people know it.")
@click.option("--sender", help="The address that mail comes from and that people write to.")
@click.option("--base-url", help=f"The public address of the site, such as https://listens.example.org or {LOCAL}.")
@click.option("--smtp-url", help="smtp://user:password@host:port; without it mail goes into a folder.")
@click.option("--admin-email", help="The address of the first administrator.")
@click.option("--admin-name", help="The name of the first administrator.")
@click.option("--ask-password", is_flag=True, help="Ask for the administrator's password instead of making one.")
@click.option("--file", "path", type=click.Path(path_type=Path), default=Path(".env"), help="The file to write.")
@click.option("--replace", is_flag=True, help="Change what an existing file says without asking.")
@click.option("--yes", is_flag=True, help="Ask nothing.")
def init(path: Path, *, replace: bool, yes: bool, ask_password: bool, **given: str | None) -> None:
    """Set the site up: settings, database, first administrator, test mail. It can be run again."""
    known = settings_file.read_values(path)
    site = _site_answers(given, known, yes=yes)
    email = _answer("Address of the first administrator", given["admin_email"], None, yes=yes, option="--admin-email")
    email = _checked(email)
    likely = email.partition("@")[0].replace(".", " ").title()
    name = _answer("Name of the first administrator", given["admin_name"], likely, yes=yes, option="--admin-name")
    _write(path, site, known, replace=replace, yes=yes)
    use_file(path)
    app = terminal.application()
    with app.app_context():
        migration.upgrade()
        click.echo("The database is up to date.")
        _first_texts(app)
        _administrator(email, name, ask_password=ask_password)
        _try_mail(app, email)
    click.echo(_how_to_start(path))


def _answer(question: str, given: str | None, fallback: str | None, *, yes: bool, option: str) -> str:
    if given is not None:
        return given.strip()
    if not yes:
        return str(click.prompt(question, default=fallback, err=True)).strip()
    if fallback is None:
        terminal.fail(f"Give {option}, or run without --yes to be asked.")
    return fallback


def _site_answers(given: dict[str, str | None], known: dict[str, str], *, yes: bool) -> dict[str, str]:
    """The settings that the answers amount to, earlier answers being the ones suggested."""

    def ask(question: str, option: str, setting: str, fallback: str | None = None) -> str:
        answer = given[option.replace("-", "_")]
        return _answer(question, answer, known.get(setting, fallback), yes=yes, option=f"--{option}")

    answers = {
        "ENGAGE_SITE_NAME": ask("Name of the site", "name", "ENGAGE_SITE_NAME"),
        "ENGAGE_SITE_OWNER": ask("Who runs it, as people know it", "owner", "ENGAGE_SITE_OWNER"),
        "ENGAGE_MAIL_SENDER": _checked(ask("Address that mail comes from", "sender", "ENGAGE_MAIL_SENDER")),
        "ENGAGE_BASE_URL": ask("Public address of the site", "base-url", "ENGAGE_BASE_URL", LOCAL),
        "ENGAGE_SMTP_URL": ask("Mail server (empty: a folder)", "smtp-url", "ENGAGE_SMTP_URL", ""),
    }
    answers["ENGAGE_SITE_EMAIL"] = known.get("ENGAGE_SITE_EMAIL", answers["ENGAGE_MAIL_SENDER"])
    answers["ENGAGE_ENVIRONMENT"] = _environment(answers["ENGAGE_BASE_URL"], known)
    answers["ENGAGE_SECRET_KEY"] = known.get("ENGAGE_SECRET_KEY") or secrets.token_urlsafe(48)
    return answers | _kept_places()


def _kept_places() -> dict[str, str]:
    """Where the data lie, if the environment of this command says so: the site must look there, too."""
    places = in_environment("ENGAGE_DATA_DIR", "ENGAGE_DATABASE_URL", "ENGAGE_REDIS_URL")
    if "ENGAGE_DATA_DIR" in places:
        places["ENGAGE_DATA_DIR"] = str(Path(places["ENGAGE_DATA_DIR"]).resolve())
    return places


def _environment(base_url: str, known: dict[str, str]) -> str:
    if known.get("ENGAGE_BASE_URL") == base_url and "ENGAGE_ENVIRONMENT" in known:
        return known["ENGAGE_ENVIRONMENT"]
    return "production" if base_url.startswith("https://") else "development"


def _checked(email: str) -> str:
    if not addresses.is_valid(email):
        terminal.fail(f"{email or 'Nothing'} is not an email address. {addresses.WRONG}")
    return email.strip().lower()


def _write(path: Path, site: dict[str, str], known: dict[str, str], *, replace: bool, yes: bool) -> None:
    changed = [setting for setting, value in site.items() if known.get(setting, value) != value]
    if path.is_file() and site.items() <= known.items():
        click.echo(f"{path} says all that already; it stays as it is.")
        return
    if changed and not replace:
        told = f"{path} says otherwise about {', '.join(changed)}."
        if yes:
            terminal.fail(f"{told} Give --replace to change that, or run without --yes to be asked.")
        click.confirm(f"{told} Change that?", abort=True, err=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    settings_file.write(path, site)
    click.echo(f"{path} is written. It holds the secret key: keep it to yourself.")


def _first_texts(app: Flask) -> None:
    with unit_of_work():
        added = add_first_texts(app.config["ENGAGE"])
    if added:
        told = ", ".join(f"{number} {what}" for what, number in added.items())
        click.echo(f"Texts to start with are added: {told}.")
    if added["pages"]:
        click.echo("Before the site opens, fill in every place marked “To fill in” at /staff/publishing/pages/.")


def _administrator(email: str, name: str, *, ask_password: bool) -> None:
    with reading():
        known = queries.account_by_email(email)
    if known is not None:
        with unit_of_work():
            actions.grant_role(VISITOR, account=known, role=Role.ADMINISTRATOR)
        click.echo(f"{known.name} ({email}) is an administrator.")
        return
    password = (
        click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
        if ask_password
        else passwords.generate()
    )
    with unit_of_work():
        account = actions.add_account(VISITOR, email=email, name=name, password=password, confirmed=True)
        actions.grant_role(VISITOR, account=account, role=Role.ADMINISTRATOR)
    click.echo(f"{name} can sign in as {email} and is an administrator.")
    if not ask_password:
        click.echo(f"Password: {password}\nIt is not shown again. It can be changed at /account/.")


def _try_mail(app: Flask, email: str) -> None:
    with unit_of_work():
        message_id = outbox.put(mails.trial(email)).message_id
    jobs.run("mail.deliver")
    with reading():
        row = db.session.scalars(select(OutboxMessage).where(OutboxMessage.message_id == message_id)).one()
        state, said = row.state, row.last_error
    if state is not OutboxState.SENT:
        terminal.say_wrong(
            f"The test mail to {email} has not left yet: {said or 'it waits'}. "
            "Check ENGAGE_SMTP_URL; the worker goes on trying."
        )
    elif app.config["ENGAGE"].smtp_url:
        click.echo(f"A test mail has left for {email}: look into that inbox, and into its spam folder.")
    else:
        click.echo(f"A test mail lies in {app.config['ENGAGE'].data_dir / 'mail'}; the site shows it at /dev/mail/.")


def _how_to_start(path: Path) -> str:
    named = "" if path == Path(".env") else f"ENGAGE_SETTINGS_FILE={path} "
    return f"Now start the site with `{named}engage serve` and, beside it, `{named}engage worker`."
