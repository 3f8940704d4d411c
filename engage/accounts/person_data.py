"""What accounts hold of a person."""

from sqlalchemy import and_, not_, select

from engage.accounts import actions, queries
from engage.accounts.models import Account, BrowserSession, RoleGrant
from engage.core.database import db
from engage.core.errors import Refused
from engage.core.permissions import Role, Viewer
from engage.core.person import Fate, Holding, Person, Wish, addressed, erases, finds, hinders, holds, one_of

OTHERS = "it is somebody else’s"


@finds
def account_of(person: Person) -> Person:
    """The account that has confirmed the address, and one that waits for its confirmation; each with its name."""
    rows = db.session.execute(select(Account.id, Account.name).where(addressed(Account.email, person))).all()
    return person.adding("account", [row.id for row in rows]).named(row.name for row in rows)


@hinders
def last_administrator(person: Person) -> None:
    """The only administrator must make somebody else one first."""
    for account_id in person.ids("account"):
        held = queries.grant_of(account_id, Role.ADMINISTRATOR, None)
        if held is not None and not queries.other_administrators(account_id):
            raise Refused(actions.LAST_ADMINISTRATOR)


@erases
def close(actor: Viewer, person: Person, _wish: Wish) -> bool:
    """Close the account first, so that nobody writes with it meanwhile."""
    for account_id in person.ids("account"):
        account = queries.account(account_id)
        if account is not None:
            actions.close_account(actor, account=account)
    return False


holds(
    Holding(
        "Your account",
        Account,
        lambda person: one_of(Account.id, person.ids("account")),
        Fate.EMPTIED,
        "a closed account keeps its number, so that the record can say that one person did two things",
        also=("created_at", "confirmed_at", "closed_at"),
        unseen={"password_hash": "nobody can read a password from it, and whoever has it could try to guess"},
        empties={"email": None, "pending_email": None, "name": actions.FORMER}
        | dict.fromkeys(("role_title", "organisation_name", "password_hash"), ""),
    ),
    Holding(
        "Accounts that asked to move to your address",
        Account,
        lambda person: and_(addressed(Account.pending_email, person), not_(one_of(Account.id, person.ids("account")))),
        Fate.EMPTIED,
        "somebody else’s account stays; the address that nobody confirmed does not",
        unseen=dict.fromkeys(("email", "name", "role_title", "organisation_name", "password_hash"), OTHERS),
        keeps=dict.fromkeys(("email", "name", "role_title", "organisation_name", "password_hash"), OTHERS),
        empties={"pending_email": None},
    ),
    Holding(
        "Roles that you hold",
        RoleGrant,
        lambda person: one_of(RoleGrant.account_id, person.ids("account")),
        Fate.DELETED,
        "a closed account may do nothing",
        also=("role",),
    ),
    Holding(
        "Browsers in which you are signed in",
        BrowserSession,
        lambda person: one_of(BrowserSession.account_id, person.ids("account")),
        Fate.DELETED,
        "you are signed out everywhere",
        also=("began_at",),
    ),
)
