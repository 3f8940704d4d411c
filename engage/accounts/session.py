"""Who is looking: the session's account, if its sessions were not ended since, with the grants that it holds."""

from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask, request, session
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from sqlalchemy import bindparam, select

from engage.accounts import browsers
from engage.accounts.models import Account, BrowserSession, RoleGrant
from engage.core.database import db, reading
from engage.core.errors import Refused
from engage.core.permissions import VISITOR, Grant, Role, Viewer
from engage.core.prepared import PreparedSelect
from engage.taxonomy.queries import areas_below

Held = Iterable[tuple[Role | None, int | None]]
Words = Callable[[str], str | None]
_words: list[Words] = []
_account, _grant, _browser = Account.__table__.c, RoleGrant.__table__.c, BrowserSession.__table__.c
# Every request of a signed-in person begins with it: one statement, and no objects of the session.
KNOWN = PreparedSelect(
    select(
        _account.id,
        _account.name,
        _account.email,
        _account.role_title,
        _account.organisation_name,
        _account.session_epoch,
        _account.closed_at,
        _browser.id.label("browser_id"),
        _grant.role,
        _grant.area_id,
    )
    .join(BrowserSession.__table__, _browser.account_id == _account.id)
    .outerjoin(RoleGrant.__table__, _grant.account_id == _account.id)
    .where(_account.id == bindparam("holder"), _browser.key == bindparam("key"))
)


def when_signed_in(say: Words) -> Words:
    """Let a feature above tell something to somebody who has just signed in, by the address of the account."""
    _words.append(say)
    return say


def words_for(account: Account) -> list[str]:
    """What a person who has just signed in is told, wherever she goes on to."""
    return [words for say in _words if (words := say(account.email or ""))]


class SignedIn(UserMixin):
    """A person as flask-login carries one; its id names the epoch and the browser, which either end of both ends."""

    def __init__(
        self,
        account: Any,
        key: str,
        viewer: Viewer = VISITOR,
        browser_id: int | None = None,
    ) -> None:
        """Carry the id and the epoch of an account, the key of the browser, and the viewer that it is."""
        self._names = f"{account.id}.{account.session_epoch}.{key}"
        self.viewer = viewer
        self.browser_id = browser_id

    def get_id(self) -> str:
        """`<account id>.<epoch>.<key>`."""
        return self._names


def init_app(app: Flask) -> None:
    """Let flask-login find accounts."""
    manager = LoginManager(app)
    manager.session_protection = None
    manager.user_loader(_load)


def _load(session_id: str) -> SignedIn | None:
    account_id, _, rest = session_id.partition(".")
    epoch, _, key = rest.partition(".")
    if not (account_id.isdigit() and epoch.isdigit()):
        return None
    rows = KNOWN.all({"holder": int(account_id), "key": browsers.hashed(key)})
    if not rows or rows[0].closed_at or rows[0].session_epoch != int(epoch):
        return None
    return SignedIn(rows[0], key, _viewer(rows[0], ((row.role, row.area_id) for row in rows)), rows[0].browser_id)


def load_viewer() -> Viewer:
    """The viewer of the running request."""
    return current_user.viewer if current_user.is_authenticated else VISITOR


def viewer_for(account: Account) -> Viewer:
    """The viewer that an account is, with its grants expanded to the areas below those named."""
    held = db.session.execute(select(_grant.role, _grant.area_id).where(_grant.account_id == account.id))
    return _viewer(account, ((role, area_id) for role, area_id in held))


def viewer_of(account_id: int) -> Viewer:
    """The viewer of whoever uploaded a file, for the worker; raises Refused once that account is gone."""
    with reading():
        found = db.session.get(Account, account_id)
        if found is None:
            raise Refused("The account that uploaded the file is there no longer. Upload it again.")
        return viewer_for(found)


def _viewer(account: Any, held: Held) -> Viewer:
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


def present_browser() -> int | None:
    """The row of the browser from which the running request comes."""
    return getattr(current_user, "browser_id", None)


def begin(account: Account) -> None:
    """Sign the account in on this browser, in a session that shares nothing with the one before, which ends."""
    _end_present()
    session.clear()
    session.permanent = True
    login_user(SignedIn(account, browsers.begin(account.id, request.user_agent.string)), remember=False)


def end() -> None:
    """Sign out of this browser, and make its cookie worthless wherever it was copied to."""
    _end_present()
    session.clear()
    logout_user()


def _end_present() -> None:
    browser_id = present_browser()
    if browser_id is not None:
        browsers.end(browser_id)
