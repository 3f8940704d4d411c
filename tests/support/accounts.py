"""Accounts for tests."""

from collections.abc import Iterable
from itertools import count

from engage.accounts import actions
from engage.accounts.models import Account
from engage.core.database import unit_of_work
from engage.core.permissions import VISITOR, Role
from engage.taxonomy.models import Area

PASSWORD = "seven teal bicycles"
_numbers = count(1)


def make_account(
    email: str | None = None,
    name: str = "Imogen Hartley",
    roles: Iterable[Role | str] = (),
    area: Area | None = None,
    password: str | None = None,
    *,
    confirmed: bool = True,
    role_title: str = "",
    organisation_name: str = "",
) -> Account:
    """An account that can sign in, with roles everywhere or in the area; made in a unit of work of its own."""
    with unit_of_work():
        account = actions.add_account(
            VISITOR,
            email=email or f"person{next(_numbers)}@northvale.example",
            name=name,
            password=password,
            confirmed=confirmed,
            role_title=role_title,
            organisation_name=organisation_name,
        )
        for role in roles:
            actions.grant_role(VISITOR, account=account, role=Role(role), area=area)
    return account
