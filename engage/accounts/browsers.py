"""The browsers in which somebody is signed in: each a row, so that signing out there ends it here."""

import hashlib
import re
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from engage.accounts import verbs
from engage.accounts.models import Account, BrowserSession
from engage.core import clock, ledger
from engage.core.database import db
from engage.core.permissions import Viewer

LONGEST = timedelta(days=30)
BROWSERS = (
    ("Edge", r"Edg(e|A|iOS)?/"),
    ("Opera", r"OPR/|Opera"),
    ("Samsung Internet", r"SamsungBrowser/"),
    ("DuckDuckGo", r"DuckDuckGo/|Ddg/"),
    ("Vivaldi", r"Vivaldi/"),
    ("Silk", r"Silk/"),
    ("Huawei Browser", r"HuaweiBrowser/"),
    ("Mi Browser", r"MiuiBrowser/"),
    ("Yandex Browser", r"YaBrowser/"),
    ("Internet Explorer", r"MSIE |Trident/"),
    ("Firefox", r"Firefox/|FxiOS/|Focus/"),
    ("Chrome", r"Chrome/|CriOS/|GSA/"),
    ("Chromium", r"Chromium/"),
    ("Epiphany", r"Epiphany/"),
    ("Safari", r"Safari/"),
    ("An app", r"AppleWebKit/"),
)
ITS_OWN_NAME = re.compile(r"(?!Mozilla/)([A-Za-z][\w-]{1,30})/\d")
SYSTEMS = (
    ("Windows Phone", r"Windows Phone"),
    ("KaiOS", r"KAIOS/"),
    ("an iPhone", r"iPhone|iPod"),
    ("an iPad", r"iPad"),
    ("Android", r"Android"),
    ("Windows", r"Windows"),
    ("a Mac", r"Mac OS X|Macintosh"),
    ("ChromeOS", r"CrOS"),
    ("Linux", r"Linux|X11"),
)


def browser_name(agent: str) -> str:
    """Roughly which browser it is: “Firefox on Windows”."""
    own = ITS_OWN_NAME.match(agent)
    unlisted = own[1] if own else "A browser"
    browser = next((name for name, mark in BROWSERS if re.search(mark, agent)), unlisted)
    system = next((name for name, mark in SYSTEMS if re.search(mark, agent)), None)
    return f"{browser} on {system}" if system else browser


def hashed(key: str) -> str:
    """What is stored of the key in the cookie: who reads the database cannot sign in with it."""
    return hashlib.sha256(key.encode()).hexdigest()


def begin(account_id: int, agent: str) -> str:
    """Note that somebody signs in in a browser; gives the key for its cookie."""
    key = secrets.token_urlsafe(18)
    db.session.add(
        BrowserSession(account_id=account_id, key=hashed(key), browser=browser_name(agent), began_at=clock.now())
    )
    db.session.flush()
    return key


def browsers_of(account_id: int) -> Sequence[BrowserSession]:
    """Where somebody is signed in, the latest first."""
    wanted = select(BrowserSession).where(BrowserSession.account_id == account_id, BrowserSession.began_at > _oldest())
    return db.session.scalars(wanted.order_by(BrowserSession.began_at.desc(), BrowserSession.id.desc())).all()


def end(browser_id: int) -> None:
    """Sign out of one browser."""
    db.session.execute(delete(BrowserSession).where(BrowserSession.id == browser_id))


def end_own(actor: Viewer, *, browser_id: int) -> None:
    """Sign the actor out of another browser of their own; nothing happens when it is signed out already."""
    mine = (BrowserSession.id == browser_id, BrowserSession.account_id == actor.account_id)
    ended = db.session.scalar(delete(BrowserSession).where(*mine).returning(BrowserSession.id))
    if ended is not None and actor.account_id is not None:
        ledger.record(verbs.ACCOUNT_SESSION_ENDED, subject_id=actor.account_id, actor_id=actor.account_id)


def end_all(account: Account) -> None:
    """Sign an account out of every browser."""
    account.session_epoch += 1
    db.session.execute(delete(BrowserSession).where(BrowserSession.account_id == account.id))


def forget_old(limit: int) -> int:
    """Forget browsers whose cookie has run out; gives their number."""
    old = select(BrowserSession.id).where(BrowserSession.began_at <= _oldest()).limit(limit)
    gone = db.session.scalars(delete(BrowserSession).where(BrowserSession.id.in_(old)).returning(BrowserSession.id))
    return len(gone.all())


def _oldest() -> datetime:
    return clock.now() - LONGEST
