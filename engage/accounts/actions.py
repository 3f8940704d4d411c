"""Writes of accounts and of the roles that they hold."""

import hashlib

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite

from engage.accounts import addresses, browsers, mails, passwords, queries, verbs
from engage.accounts.models import Account, RoleGrant
from engage.core import clock, ledger, outbox
from engage.core.database import db
from engage.core.errors import Refused
from engage.core.permissions import STAFF, VISITOR, Role, Viewer
from engage.taxonomy.models import Area

FORMER = "Former member"
TAKEN = "There is an account with this address already."
LAST_ADMINISTRATOR = "This is the only administrator. Make somebody else one first."


def add_account(
    actor: Viewer,
    *,
    email: str,
    name: str,
    password: str | None = None,
    confirmed: bool = False,
    role_title: str = "",
    organisation_name: str = "",
) -> Account:
    """Add an account; refuses an address that is taken and a password that breaks the rules."""
    address = addresses.normal(email)
    if password is not None:
        passwords.check(password, near=(name, address))
    hashed = passwords.hash_password(password) if password is not None else ""
    account = insert_account(actor, address, name)
    if account is None:
        raise Refused(TAKEN, "email")
    account.role_title, account.organisation_name, account.password_hash = role_title, organisation_name, hashed
    if confirmed:
        _confirm(account)
    db.session.flush()
    return account


def insert_account(actor: Viewer, address: str, name: str) -> Account | None:
    """A new account for a normal address; nothing if somebody, perhaps at this very moment, has it."""
    insert = insert_postgresql if db.engine.dialect.name == "postgresql" else insert_sqlite
    statement = (
        insert(Account)
        .values(email=address, name=name, created_at=clock.now(), session_epoch=0)
        .values(role_title="", organisation_name="", password_hash="")
        .on_conflict_do_nothing(index_elements=["email"])
        .returning(Account.id)
    )
    account_id = db.session.execute(statement).scalar_one_or_none()
    if account_id is None:
        return None
    ledger.record(verbs.ACCOUNT_ADDED, subject_id=account_id, actor_id=actor.account_id)
    return queries.locked_account(account_id)


def _confirm(account: Account) -> None:
    """Note that the address of the account is its person's; once is enough."""
    if account.confirmed_at is None:
        account.confirmed_at = clock.now()
        ledger.record(verbs.ACCOUNT_CONFIRMED, subject_id=account.id, actor_id=account.id)


def register(*, email: str, name: str) -> None:
    """Let somebody who may be anybody ask for an account; whatever is known of the address, it gets one mail.

    The account is of no use until `confirm_registration`. Asking twice makes no second account, and no second mail
    within two minutes. A second asking with another name leaves the account without one: who reads the mail may
    be neither of the two, and is asked.
    """
    address = addresses.normal(email)
    account = insert_account(VISITOR, address, name) or queries.account_by_email(address)
    if account is None:
        return
    if account.confirmed_at is not None:
        outbox.put(mails.exists(account), key=f"account_exists:{account.id}:{_lately(account)}")
        return
    if account.name != name:
        account.name = ""
    outbox.put(mails.confirm(account), key=f"account_confirm:{account.id}:{_lately(account)}")


def _lately(account: Account) -> int:
    """A number that changes every two minutes, counted from the account's making so that a double click has one."""
    return int((clock.now() - account.created_at).total_seconds()) // 120


def confirm_registration(*, account: Account, name: str, password: str) -> Account:
    """Let the person who read the mail choose name and password, and use the account from now on."""
    passwords.check(password, near=(name, account.email or ""))
    hashed = passwords.hash_password(password)
    account = queries.locked_account(account.id)
    if account.confirmed_at is not None or account.closed_at is not None:
        raise Refused("This address has been confirmed already. Sign in, or ask for a new password.")
    account.name, account.password_hash = name, hashed
    _confirm(account)
    return account


def ask_reset(*, email: str) -> None:
    """Let somebody who may be anybody ask for a new password; whatever is known of the address, it gets one mail."""
    address = addresses.normal(email)
    account = queries.account_by_email(address)
    if account is None:
        message = mails.unknown(address)
    elif account.confirmed_at is None:
        message = mails.confirm(account)
    else:
        message = mails.reset(account)
    who = hashlib.sha256(address.encode()).hexdigest()[:20]
    outbox.put(message, key=f"{message.name}:{who}:{int(clock.now().timestamp()) // 120}")


def set_password(actor: Viewer, *, account: Account, password: str, how: str) -> Account:
    """Set a password, sign the account out everywhere and tell its person; `how` is "changed" or "reset"."""
    passwords.check(password, near=(account.name, account.email or ""))
    hashed = passwords.hash_password(password)
    account = queries.locked_account(account.id)
    account.password_hash, account.pending_email = hashed, None
    browsers.end_all(account)
    ledger.record(verbs.ACCOUNT_PASSWORD_SET, subject_id=account.id, actor_id=actor.account_id, how=how)
    outbox.put(mails.password_changed(account))
    return account


def renew_hash(*, account: Account, password: str) -> None:
    """Keep the same password under the costs that are set now."""
    hashed = passwords.hash_password(password)
    account = queries.locked_account(account.id)
    account.password_hash = hashed
    ledger.record(verbs.ACCOUNT_PASSWORD_SET, subject_id=account.id, actor_id=account.id, how="renewed")


def ask_new_address(actor: Viewer, *, account: Account, email: str) -> None:
    """Ask the new address to confirm itself and tell the present one; the same for an address that is taken."""
    address = addresses.normal(email)
    account = queries.locked_account(account.id)
    if address == account.email:
        raise Refused("This is the address that the account has already.", "email")
    account.pending_email = address
    ledger.record(verbs.ACCOUNT_ADDRESS_ASKED, subject_id=account.id, actor_id=actor.account_id)
    taken = queries.account_by_email(address) is not None
    outbox.put(mails.move_taken(address) if taken else mails.move(account))
    outbox.put(mails.moving(account))


def take_new_address(*, account: Account) -> Account:
    """Use the address that has confirmed itself, and tell both; refuses one that was taken meanwhile."""
    account = queries.locked_account(account.id)
    old, new = account.email, account.pending_email
    if new is None:
        return account
    if queries.account_by_email(new) is not None:
        raise Refused("Another account has this address by now. Sign in with it, or use a different address.")
    account.email, account.pending_email = new, None
    ledger.record(verbs.ACCOUNT_ADDRESS_CHANGED, subject_id=account.id, actor_id=account.id)
    for address in (old, new):
        outbox.put(mails.moved(account, address or new))
    return account


def grant_role(actor: Viewer, *, account: Account, role: Role, area: Area | None = None) -> RoleGrant:
    """Grant a staff role, everywhere or in an area with all below it; granting it twice changes nothing."""
    _check_grant(account, role, area)
    area_id = area.id if area else None
    queries.locked_account(account.id)
    known = queries.grant_of(account.id, role, area_id)
    if known is not None:
        return known
    grant = RoleGrant(account_id=account.id, role=role, area_id=area_id)
    db.session.add(grant)
    ledger.record(
        verbs.ROLE_GRANTED, subject_id=account.id, actor_id=actor.account_id, role=role.value, area_id=area_id
    )
    return grant


def _check_grant(account: Account, role: Role, area: Area | None) -> None:
    if account.closed_at is not None:
        raise Refused("This account is closed.")
    if role not in STAFF:
        raise Refused("Everybody with an account is a member; choose another role.", "role")
    if role is Role.ADMINISTRATOR and area is not None:
        raise Refused("An administrator looks after the whole site. Choose “Everywhere”, or another role.", "area")


def revoke_role(actor: Viewer, *, account: Account, role: Role, area_id: int | None = None) -> None:
    """Revoke a role; refuses to leave the site without an administrator."""
    queries.locked_account(account.id)
    grant = queries.grant_of(account.id, role, area_id)
    if grant is None:
        return
    if role is Role.ADMINISTRATOR and not queries.other_administrators(account.id):
        raise Refused(LAST_ADMINISTRATOR)
    db.session.delete(grant)
    ledger.record(
        verbs.ROLE_REVOKED, subject_id=account.id, actor_id=actor.account_id, role=role.value, area_id=area_id
    )


def set_details(actor: Viewer, *, account: Account, name: str, role_title: str, organisation_name: str) -> None:
    """Change what is shown beside what the person says; comments that are there keep what was given with them."""
    new = {"name": name, "role_title": role_title, "organisation_name": organisation_name}
    changed = sorted(field for field, value in new.items() if getattr(account, field) != value)
    if not changed:
        return
    for field in changed:
        setattr(account, field, new[field])
    ledger.record(verbs.ACCOUNT_CHANGED, subject_id=account.id, actor_id=actor.account_id, fields=", ".join(changed))


def end_sessions(actor: Viewer, *, account: Account) -> None:
    """Sign the account out of every browser."""
    account = queries.locked_account(account.id)
    browsers.end_all(account)
    ledger.record(verbs.ACCOUNT_SESSIONS_ENDED, subject_id=account.id, actor_id=actor.account_id)


def close_account(actor: Viewer, *, account: Account, names_kept: bool = False) -> None:
    """Empty an account for good and take its roles away; refuses the only administrator.

    What the person said stays. `names_kept` tells the readers of the ledger whether their name stays beside it.
    """
    account = queries.locked_account(account.id)
    if account.closed_at is not None:
        return
    if queries.grant_of(account.id, Role.ADMINISTRATOR, None) and not queries.other_administrators(account.id):
        raise Refused(LAST_ADMINISTRATOR)
    if account.email and account.confirmed_at:
        outbox.put(mails.closed(account.email))
    account.email, account.pending_email, account.name, account.password_hash = None, None, FORMER, ""
    account.role_title = account.organisation_name = ""
    browsers.end_all(account)
    account.closed_at = clock.now()
    db.session.execute(delete(RoleGrant).where(RoleGrant.account_id == account.id))
    ledger.record(verbs.ACCOUNT_CLOSED, subject_id=account.id, actor_id=actor.account_id, names_kept=names_kept)
