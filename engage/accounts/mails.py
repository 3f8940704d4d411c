"""The mails that accounts send. None repeats what a stranger typed, so that nobody can speak through them."""

from flask import url_for

from engage.accounts import links
from engage.accounts.models import Account
from engage.core.messages import Message, compose, link


def confirm(account: Account) -> Message:
    """To who registered: the link that confirms the address."""
    return _to(account, "account_confirm", "accounts.confirm", links.CONFIRM)


def exists(account: Account) -> Message:
    """To who registered with an address that has an account."""
    return compose(
        "account_exists",
        to=_address(account),
        sign_in_url=link(url_for("accounts.sign_in")),
        reset_url=link(url_for("accounts.reset")),
    )


def reset(account: Account) -> Message:
    """To who forgot the password: the link to choose a new one."""
    return _to(account, "account_reset", "accounts.new_password", links.RESET)


def unknown(address: str) -> Message:
    """To an address for which a new password was asked and which has no account."""
    return compose("account_unknown", to=address, register_url=link(url_for("accounts.register")))


def move(account: Account) -> Message:
    """To the new address of an account: the link that confirms it."""
    url = link(url_for("accounts.confirm_address", token=links.token_for(links.MOVE, account)))
    return compose("account_move", to=account.pending_email or "", url=url)


def move_taken(address: str) -> Message:
    """To an address to which somebody wanted to move an account, while it has one."""
    return compose("account_move_taken", to=address, sign_in_url=link(url_for("accounts.sign_in")))


def moving(account: Account) -> Message:
    """To the present address: a change was asked for."""
    return compose("account_moving", to=_address(account), password_url=link(url_for("accounts.password")))


def moved(account: Account, to: str) -> Message:
    """To the old and the new address: the change is done."""
    return compose("account_moved", to=to, is_new=to == account.email, account_url=link(url_for("accounts.home")))


def password_changed(account: Account) -> Message:
    """To who has a new password."""
    return compose("account_password", to=_address(account), reset_url=link(url_for("accounts.reset")))


def closed(address: str) -> Message:
    """To who has closed the account."""
    return compose("account_closed", to=address)


def trial(address: str) -> Message:
    """To the first administrator: mail arrives."""
    return compose("account_trial", to=address, sign_in_url=link(url_for("accounts.sign_in")))


def _to(account: Account, name: str, endpoint: str, purpose: links.Purpose) -> Message:
    url = link(url_for(endpoint, token=links.token_for(purpose, account)))
    return compose(name, to=_address(account), url=url)


def _address(account: Account) -> str:
    return account.email or ""
