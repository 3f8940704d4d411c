"""Accounts for tests."""

import re
from collections.abc import Iterable, Sequence
from itertools import count

from sqlalchemy import select

from engage.accounts import actions
from engage.accounts.models import Account
from engage.core.database import db, reading, unit_of_work
from engage.core.outbox import OutboxMessage
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


def present(account: Account) -> Account:
    """The account as the database holds it now, whatever was read before."""
    with reading():
        db.session.refresh(account)
    return account


def mails(to: str) -> Sequence[OutboxMessage]:
    """What the outbox holds for an address, oldest first."""
    with reading():
        return db.session.scalars(select(OutboxMessage).where(OutboxMessage.to == to).order_by(OutboxMessage.id)).all()


def link_in(mail: OutboxMessage) -> str:
    """The path of the first link into the account pages of a mail."""
    found = re.search(r"http://127\.0\.0\.1:8000(/account/\S+)", mail.text)
    assert found, mail.text
    return found[1]
