"""Who is looking: the session's account, if its sessions were not ended since, with the grants that it holds."""

from flask import Flask, session
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from sqlalchemy import bindparam, select

from engage.accounts.models import Account, RoleGrant
from engage.core.database import db
from engage.core.permissions import VISITOR, Grant, Role, Viewer
from engage.taxonomy.queries import areas_below

GRANTS_OF = select(RoleGrant.role, RoleGrant.area_id).where(RoleGrant.account_id == bindparam("holder"))


class SignedIn(UserMixin):
    """An account as flask-login carries it; its id names the epoch, so that a new epoch ends every session."""

    def __init__(self, account: Account) -> None:
        """Carry this account."""
        self.account = account

    def get_id(self) -> str:
        """`<account id>.<epoch>`."""
        return f"{self.account.id}.{self.account.session_epoch}"


def init_app(app: Flask) -> None:
    """Let flask-login find accounts."""
    manager = LoginManager(app)
    manager.session_protection = None
    manager.user_loader(_load)


def _load(session_id: str) -> SignedIn | None:
    account_id, _, epoch = session_id.partition(".")
    if not (account_id.isdigit() and epoch.isdigit()):
        return None
    account = db.session.get(Account, int(account_id))
    if account is None or account.closed_at or account.session_epoch != int(epoch):
        return None
    return SignedIn(account)


def load_viewer() -> Viewer:
    """The viewer of the running request."""
    if not current_user.is_authenticated:
        return VISITOR
    return viewer_for(current_user.account)


def viewer_for(account: Account) -> Viewer:
    """The viewer that an account is, with its grants expanded to the areas below those named."""
    rows = db.session.execute(GRANTS_OF, {"holder": account.id}).all()
    grants = [Grant(role) for role, area_id in rows if area_id is None]
    grants += [Grant(role, areas_below({area_id})) for role, area_id in rows if area_id is not None]
    return Viewer(account.id, account.name, account.email or "", (Grant(Role.MEMBER), *grants))


def begin(account: Account) -> None:
    """Sign the account in on this browser, in a session that shares nothing with the one before."""
    session.clear()
    session.permanent = True
    login_user(SignedIn(account), remember=False)


def end() -> None:
    """Sign out of this browser."""
    session.clear()
    logout_user()
