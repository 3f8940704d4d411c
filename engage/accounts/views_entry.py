"""The front door: register, confirm, sign in and out, and a new password for a forgotten one."""

from flask import flash, request, url_for
from werkzeug.wrappers import Response

from engage.accounts import actions, entry, links, passwords, session
from engage.accounts.blueprint import blueprint
from engage.accounts.forms import AddressForm, FirstPasswordForm, NewPasswordForm, RegisterForm, SignInForm
from engage.accounts.models import Account
from engage.core import limits
from engage.core.access import public, viewer
from engage.core.errors import Refused
from engage.core.forms import Form
from engage.core.pages import local_path, page, see_other


def status_of(form: Form) -> int:
    """200 for a page that was asked for, 422 for one that shows a refused form."""
    return 422 if form.errors else 200


def status_for(refusal: Refused) -> int:
    """429 when it was tried too often, 422 for every other refusal."""
    return 429 if isinstance(refusal, entry.TooOften) else 422


def dead_link(**ways_on: bool) -> Response:
    """The page for a link that no longer works."""
    return page("accounts/dead_link.html", 410, **ways_on)


def _welcome(account: Account, sentence: str) -> None:
    session.begin(account)
    flash(sentence, "success")


@blueprint.route("/register/", methods=["GET", "POST"])
@public
def register() -> Response:
    """Ask for an account."""
    form = RegisterForm()
    if not form.validate_on_submit():
        return page("accounts/register.html", status_of(form), form=form)
    try:
        if entry.may_register(form.email.data, source=limits.source()):
            actions.register(email=form.email.data, name=form.name.data)
    except Refused as refusal:
        form.refuse(refusal.field, refusal.sentence)
        return page("accounts/register.html", status_for(refusal), form=form)
    return see_other(url_for("accounts.registered"))


@blueprint.get("/register/sent/")
@public
def registered() -> Response:
    """Where to look after asking for an account."""
    return page("accounts/registered.html")


@blueprint.route("/confirm/<token>/", methods=["GET", "POST"])
@public
def confirm(token: str) -> Response:
    """Confirm the address and choose a password."""
    account = links.account_of(links.CONFIRM, token)
    if account is None:
        return dead_link(register=True)
    form = FirstPasswordForm(name=account.name)
    if not form.validate_on_submit():
        return page("accounts/confirm.html", status_of(form), form=form, account=account)
    try:
        account = actions.confirm_registration(account=account, name=form.name.data, password=form.password.data)
    except Refused as refusal:
        form.refuse(refusal.field, refusal.sentence)
        return page("accounts/confirm.html", 422, form=form, account=account)
    _welcome(account, "Your address is confirmed and you are signed in.")
    return see_other(url_for("accounts.home"))


@blueprint.route("/sign-in/", methods=["GET", "POST"])
@public
def sign_in() -> Response:
    """Sign in, and go on to where the person wanted to be."""
    onward = local_path(request.args.get("next")) or url_for("accounts.home")
    if request.method == "GET" and viewer().signed_in:
        return see_other(onward)
    form = SignInForm()
    if not form.validate_on_submit():
        return page("accounts/sign_in.html", status_of(form), form=form)
    try:
        account = entry.account_for(form.email.data, form.password.data, source=limits.source())
    except Refused as refusal:
        form.refuse(refusal.field, refusal.sentence)
        return page("accounts/sign_in.html", status_for(refusal), form=form)
    if passwords.is_outdated(account.password_hash):
        actions.renew_hash(account=account, password=form.password.data)
    entry.let_in(form.email.data, source=limits.source())
    session.begin(account)
    for words in session.words_for(account) if onward != url_for("accounts.home") else ():
        flash(words, "warning")
    return see_other(onward)


@blueprint.route("/sign-out/", methods=["GET", "POST"])
@public
def sign_out() -> Response:
    """Sign out of this browser, by a button."""
    form = Form()
    if not form.validate_on_submit():
        return page("accounts/sign_out.html", status_of(form), form=form)
    session.end()
    return see_other(url_for("accounts.signed_out"))


@blueprint.get("/signed-out/")
@public
def signed_out() -> Response:
    """Say that nobody is signed in here any more."""
    return page("accounts/signed_out.html")


@blueprint.route("/reset/", methods=["GET", "POST"])
@public
def reset() -> Response:
    """Ask for the link by which to choose a new password."""
    form = AddressForm()
    if not form.validate_on_submit():
        return page("accounts/reset.html", status_of(form), form=form)
    try:
        if entry.may_ask_reset(form.email.data, source=limits.source()):
            actions.ask_reset(email=form.email.data)
    except Refused as refusal:
        form.refuse(refusal.field, refusal.sentence)
        return page("accounts/reset.html", status_for(refusal), form=form)
    return see_other(url_for("accounts.reset_sent"))


@blueprint.get("/reset/sent/")
@public
def reset_sent() -> Response:
    """Where to look after asking for a new password."""
    return page("accounts/reset_sent.html")


@blueprint.route("/reset/<token>/", methods=["GET", "POST"])
@public
def new_password(token: str) -> Response:
    """Choose a password in place of a forgotten one."""
    account = links.account_of(links.RESET, token)
    if account is None:
        return dead_link(reset=True)
    form = NewPasswordForm()
    if not form.validate_on_submit():
        return page("accounts/new_password.html", status_of(form), form=form, account=account)
    try:
        account = actions.set_password(viewer(), account=account, password=form.password.data, how="reset")
    except Refused as refusal:
        form.refuse(refusal.field, refusal.sentence)
        return page("accounts/new_password.html", 422, form=form, account=account)
    entry.let_in_anew(account.email or "", source=limits.source())
    _welcome(account, "You have a new password and are signed in.")
    return see_other(url_for("accounts.home"))
