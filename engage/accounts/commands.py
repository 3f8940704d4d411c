"""`engage user …`."""

import click

from engage.accounts import actions, passwords, queries
from engage.accounts.models import Account
from engage.core import terminal
from engage.core.database import unit_of_work
from engage.core.permissions import STAFF, VISITOR, Role
from engage.taxonomy.models import Area
from engage.taxonomy.queries import area_by_code

ROLES = click.Choice(sorted(role.value for role in STAFF))


def _area(code: str | None) -> Area | None:
    if code is None:
        return None
    area = area_by_code(code)
    if area is None:
        terminal.fail(f"There is no area with the code {code}.")
    return area


def _grant(account: Account, role: str | None, area: str | None) -> None:
    if area is not None and role is None:
        terminal.fail("An area goes with a role: add --role.")
    if role is not None:
        actions.grant_role(VISITOR, account=account, role=Role(role), area=_area(area))


@click.command("add", epilog="Example: engage user add --email ada@example.org --name 'Ada Byron' --role editor")
@click.option("--email", required=True, help="The address to sign in with.")
@click.option("--name", required=True, help="The name as people will see it.")
@click.option("--role", type=ROLES, help="A staff role to grant.")
@click.option("--area", help="The code of the area within which the role holds.")
@click.option("--ask-password", is_flag=True, help="Ask for the password instead of making one.")
@terminal.in_app
def add(email: str, name: str, role: str | None, area: str | None, ask_password: bool) -> None:
    """Add an account that can sign in at once; its password is shown once."""
    password = (
        click.prompt("Password", hide_input=True, confirmation_prompt=True) if ask_password else passwords.generate()
    )
    with unit_of_work():
        account = actions.add_account(VISITOR, email=email, name=name, password=password, confirmed=True)
        _grant(account, role, area)
    click.echo(f"{account.name} can sign in as {account.email}.")
    if not ask_password:
        click.echo(f"Password: {password}\nIt is not shown again. It can be changed at /account/.")


@click.command("grant", epilog="Example: engage user grant --email ada@example.org --role moderator --area NV")
@click.option("--email", required=True, help="The address of the account.")
@click.option("--role", type=ROLES, required=True, help="The staff role to grant.")
@click.option("--area", help="The code of the area within which the role holds.")
@terminal.in_app
def grant(email: str, role: str, area: str | None) -> None:
    """Grant a role to an account."""
    with unit_of_work():
        account = queries.account_by_email(email)
        if account is None:
            terminal.fail(f"There is no account with the address {email}. Add it by `engage user add`.")
        _grant(account, role, area)
    click.echo(f"{account.name} is now {role}{f' in {area}' if area else ''}.")


COMMANDS = [("user", add), ("user", grant)]
