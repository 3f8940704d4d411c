"""Who is looking: the session's account, if its sessions were not ended since, with the grants that it holds."""

from collections.abc import Iterable
from typing import Any

from flask import Flask, session
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from sqlalchemy import Row, bindparam, select

from engage.accounts.models import Account, RoleGrant
from engage.core.database import db
from engage.core.permissions import VISITOR, Grant, Role, Viewer
from engage.taxonomy.queries import areas_below

Held = Iterable[tuple[Role | None, int | None]]
_account, _grant = Account.__table__.c, RoleGrant.__table__.c
# Every request of a signed-in person begins with it: one statement, and no objects of the session.
KNOWN = (
    select(
        _account.id,
        _account.name,
        _account.email,
        _account.role_title,
        _account.organisation_name,
        _account.session_epoch,
        _account.closed_at,
        _grant.role,
        _grant.area_id,
    )
    .outerjoin(RoleGrant.__table__, _grant.account_id == _account.id)
    .where(_account.id == bindparam("holder"))
)


class SignedIn(UserMixin):
    """A person as flask-login carries one; its id names the epoch, so that a new epoch ends every session."""

    def __init__(self, account: Account | Row[*tuple[Any, ...]], viewer: Viewer = VISITOR) -> None:
        """Carry the id and the epoch of an account, and the viewer that it is."""
        self._names = f"{account.id}.{account.session_epoch}"
        self.viewer = viewer

    def get_id(self) -> str:
        """`<account id>.<epoch>`."""
        return self._names


def init_app(app: Flask) -> None:
    """Let flask-login find accounts."""
    manager = LoginManager(app)
    manager.session_protection = None
    manager.user_loader(_load)


def _load(session_id: str) -> SignedIn | None:
    account_id, _, epoch = session_id.partition(".")
    if not (account_id.isdigit() and epoch.isdigit()):
        return None
    rows = db.session.execute(KNOWN, {"holder": int(account_id)}).all()
    if not rows or rows[0].closed_at or rows[0].session_epoch != int(epoch):
        return None
    return SignedIn(rows[0], _viewer(rows[0], ((row.role, row.area_id) for row in rows)))


def load_viewer() -> Viewer:
    """The viewer of the running request."""
    return current_user.viewer if current_user.is_authenticated else VISITOR


def viewer_for(account: Account) -> Viewer:
    """The viewer that an account is, with its grants expanded to the areas below those named."""
    held = db.session.execute(select(_grant.role, _grant.area_id).where(_grant.account_id == account.id))
    return _viewer(account, ((role, area_id) for role, area_id in held))


def _viewer(account: Account | Row[*tuple[Any, ...]], held: Held) -> Viewer:
    grants = [
        Grant(role, None if area_id is None else areas_below({area_id})) for role, area_id in held if role is not None
    ]
    return Viewer(
        account.id,
        account.name,
        account.email or "",
        (Grant(Role.MEMBER), *grants),
        account.role_title,
        account.organisation_name,
    )


def begin(account: Account) -> None:
    """Sign the account in on this browser, in a session that shares nothing with the one before."""
    session.clear()
    session.permanent = True
    login_user(SignedIn(account), remember=False)


def end() -> None:
    """Sign out of this browser."""
    session.clear()
    logout_user()
