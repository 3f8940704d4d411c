"""The lock of the front door: who may come in, and how often a wrong key may be tried."""

from datetime import timedelta

from engage.accounts import passwords, queries
from engage.accounts.models import Account
from engage.core import limits
from engage.core.errors import Refused

WINDOW = timedelta(minutes=15)
HOUR = timedelta(hours=1)
PER_PAIR = 10
PER_SOURCE = 200
PER_ADDRESS_AN_HOUR = 100
MAILS_PER_ADDRESS_AN_HOUR = 5
RESETS_PER_SOURCE = 30
REGISTRATIONS_PER_SOURCE_AN_HOUR = 10
WRONG_PAIR = "The email address or the password is not right. Check both, or choose a new password."
WAIT_SIGN_IN = "There were too many tries to sign in. Wait 15 minutes and try again, or choose a new password by email."
WAIT_PRESENT = "There were too many wrong passwords. Wait 15 minutes and try again."
WAIT_RESET = "Your computer or your network has asked for many new passwords. Wait 15 minutes and try again."
WAIT_REGISTER = "Your computer or your network has asked for many accounts. Wait an hour and try again."


class TooOften(Refused):
    """It was tried too often; the sentence says when it may be tried again."""


def account_for(email: str, password: str, *, source: str) -> Account:
    """The account that an address and a password open. Refuses every other pair alike, after the same work.

    Each try is counted in a unit of work of its own before the password is looked at, so that no refusal and no
    second try at the same moment gets around the limit. What a right password spent is given back by `let_in`.
    The narrow limit is for one address from one source, so that a stranger's wrong tries keep nobody else out.
    """
    address = email.strip().lower()
    within = (
        limits.spend("sign-in-source", source, most=PER_SOURCE, per=WINDOW)
        and limits.spend("sign-in-pair", _pair(address, source), most=PER_PAIR, per=WINDOW)
        and limits.spend("sign-in", address, most=PER_ADDRESS_AN_HOUR, per=HOUR)
    )
    if not within:
        raise TooOften(WAIT_SIGN_IN)
    account = queries.account_by_email(address)
    usable = account is not None and account.confirmed_at is not None
    right = passwords.verify(account.password_hash if account is not None and usable else "", password)
    if account is None or not right:
        raise Refused(WRONG_PAIR)
    return account


def let_in(email: str, *, source: str) -> None:
    """Forget the wrong tries at an address from here, since its person is here."""
    limits.forgive("sign-in-pair", _pair(email.strip().lower(), source))


def let_in_anew(email: str, *, source: str) -> None:
    """Forget every wrong try at an address: its person has a new password, which nobody has guessed at."""
    limits.forgive("sign-in", email.strip().lower())
    let_in(email, source=source)


def _pair(address: str, source: str) -> str:
    return f"{address} {source}"


def check_present(account: Account, password: str) -> None:
    """Refuse a password that is not the account's; counted as a try to sign in."""
    if not limits.spend("present-password", str(account.id), most=PER_PAIR, per=WINDOW):
        raise TooOften(WAIT_PRESENT, "present")
    if not passwords.verify(account.password_hash, password):
        raise Refused("This is not your present password.", "present")


def may_ask_reset(email: str, *, source: str) -> bool:
    """Whether to write to an address about a new password. Refuses only a source that asks again and again.

    An address that was written to often enough is no refusal: the mails that it has still open the account, and
    an answer of its own would tell strangers about it.
    """
    if not limits.spend("reset-source", source, most=RESETS_PER_SOURCE, per=WINDOW):
        raise TooOften(WAIT_RESET)
    return limits.spend("reset-mail", email.strip().lower(), most=MAILS_PER_ADDRESS_AN_HOUR, per=HOUR)


def may_register(email: str, *, source: str) -> bool:
    """Whether to write to an address about an account. Refuses only a source that asks again and again."""
    if not limits.spend("register-source", source, most=REGISTRATIONS_PER_SOURCE_AN_HOUR, per=HOUR):
        raise TooOften(WAIT_REGISTER)
    return limits.spend("register-mail", email.strip().lower(), most=MAILS_PER_ADDRESS_AN_HOUR, per=HOUR)
