"""The lock of the front door: who may come in, and how often a wrong key may be tried."""

from datetime import timedelta

from engage.accounts import passwords, queries
from engage.accounts.models import Account
from engage.core import limits
from engage.core.errors import Refused

WINDOW = timedelta(minutes=15)
PER_ADDRESS = 10
PER_SOURCE = 200
MAILS_PER_ADDRESS = 5
MAILS_PER_SOURCE = 30
WRONG_PAIR = "The email address or the password is not right. Check both, or choose a new password."
WAIT_SIGN_IN = "There were too many tries to sign in. Wait 15 minutes and try again, or choose a new password by email."
WAIT_PRESENT = "There were too many wrong passwords. Wait 15 minutes and try again."
WAIT_MAIL = "We have written to this address several times. Look into its spam folder, or try again in 15 minutes."


class TooOften(Refused):
    """It was tried too often; the sentence says when it may be tried again."""


def account_for(email: str, password: str, *, source: str) -> Account:
    """The account that an address and a password open. Refuses every other pair alike, after the same work.

    Each try is counted in a unit of work of its own before the password is looked at, so that no refusal and no
    second try at the same moment gets around the limit. What a right password spent is given back by `let_in`.
    """
    address = email.strip().lower()
    mine = limits.spend("sign-in", address, most=PER_ADDRESS, per=WINDOW)
    ours = limits.spend("sign-in-source", source, most=PER_SOURCE, per=WINDOW)
    if not (mine and ours):
        raise TooOften(WAIT_SIGN_IN)
    account = queries.account_by_email(address)
    usable = account is not None and account.confirmed_at is not None
    right = passwords.verify(account.password_hash if account is not None and usable else "", password)
    if account is None or not right:
        raise Refused(WRONG_PAIR)
    return account


def let_in(email: str) -> None:
    """Forget the wrong tries at an address, since its person is here."""
    limits.forgive("sign-in", email.strip().lower())


def check_present(account: Account, password: str) -> None:
    """Refuse a password that is not the account's; counted as a try to sign in."""
    if not limits.spend("present-password", str(account.id), most=PER_ADDRESS, per=WINDOW):
        raise TooOften(WAIT_PRESENT, "present")
    if not passwords.verify(account.password_hash, password):
        raise Refused("This is not your present password.", "present")


def may_mail(email: str, *, source: str) -> None:
    """Refuse to write to an address, or for somebody, again and again."""
    mine = limits.spend("account-mail", email.strip().lower(), most=MAILS_PER_ADDRESS, per=WINDOW)
    ours = limits.spend("account-mail-source", source, most=MAILS_PER_SOURCE, per=WINDOW)
    if not (mine and ours):
        raise TooOften(WAIT_MAIL)
