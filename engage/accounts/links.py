"""What the links in our mails prove: that somebody reads the mail of an account, for one purpose and a while."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from engage.accounts import queries
from engage.accounts.models import Account
from engage.core import tokens


@dataclass(frozen=True)
class Purpose:
    """What a link is for and how long it works."""

    name: str
    within: timedelta


CONFIRM = Purpose("account-confirm", queries.UNCONFIRMED_FOR)
RESET = Purpose("account-reset", timedelta(hours=2))
MOVE = Purpose("account-move", timedelta(days=3))


def token_for(purpose: Purpose, account: Account) -> str:
    """The token of a link; it dies once it was used, since what it names has changed then."""
    return tokens.sign(purpose.name, {"account": account.id, "mark": _mark(account)})


def account_of(purpose: Purpose, token: str) -> Account | None:
    """The account whose person followed the link; nothing when it is used up, too old or forged."""
    try:
        facts = tokens.read(purpose.name, token, within=purpose.within)
    except tokens.BadToken:
        return None
    account = queries.account(facts["account"])
    if account is None or account.closed_at is not None or _mark(account) != facts["mark"]:
        return None
    return account


def _mark(account: Account) -> str:
    state = (
        account.email,
        account.pending_email,
        account.password_hash,
        account.session_epoch,
        account.confirmed_at is not None,
    )
    return hashlib.sha256(repr(state).encode()).hexdigest()[:20]
