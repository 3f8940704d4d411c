"""What a person keeps behind the front door: details, password, address, sessions, and the way out."""

from flask import abort, flash, url_for
from werkzeug.wrappers import Response

from engage.accounts import actions, browsers, entry, links, queries, session
from engage.accounts.blueprint import blueprint
from engage.accounts.forms import ChangeAddressForm, ChangePasswordForm, CloseForm, DetailsForm
from engage.accounts.models import Account
from engage.accounts.views_entry import dead_link, status_for, status_of
from engage.core import navigation
from engage.core.access import public, signed_in, viewer
from engage.core.errors import Refused
from engage.core.forms import Form
from engage.core.pages import page, see_other

navigation.add("account", "accounts.home", "Your account", 10)


def _me() -> Account:
    return queries.account(viewer().account_id or 0) or abort(404)


@blueprint.get("/")
@signed_in
def home() -> Response:
    """What we keep about a person, and how to change it."""
    return _home(_me(), Form())


def _home(account: Account, form: Form) -> Response:
    return page(
        "accounts/home.html",
        status_of(form),
        account=account,
        roles=queries.roles_of(account.id),
        browsers=browsers.browsers_of(account.id),
        present=session.present_browser(),
        form=form,
    )


@blueprint.post("/sign-out-everywhere/")
@signed_in
def sign_out_everywhere() -> Response:
    """End every session of the account but a new one on this browser."""
    account, form = _me(), Form()
    if not form.validate_on_submit():
        return _home(account, form)
    actions.end_sessions(viewer(), account=account)
    session.begin(account)
    flash("You are signed out everywhere else.", "success")
    return see_other(url_for("accounts.home"))


@blueprint.post("/browsers/<int:browser_id>/sign-out/")
@signed_in
def sign_out_browser(browser_id: int) -> Response:
    """Sign out of another browser."""
    form = Form()
    if not form.validate_on_submit():
        return _home(_me(), form)
    browsers.end_own(viewer(), browser_id=browser_id)
    flash("That browser is signed out.", "success")
    return see_other(url_for("accounts.home"))


@blueprint.route("/details/", methods=["GET", "POST"])
@signed_in
def details() -> Response:
    """Change name, role and organisation."""
    account = _me()
    form = DetailsForm(name=account.name, role=account.role_title, organisation=account.organisation_name)
    if not form.validate_on_submit():
        return page("accounts/details.html", status_of(form), form=form)
    actions.set_details(
        viewer(),
        account=account,
        name=form.name.data,
        role_title=form.role.data or "",
        organisation_name=form.organisation.data or "",
    )
    flash("Your details are saved.", "success")
    return see_other(url_for("accounts.home"))


@blueprint.route("/password/", methods=["GET", "POST"])
@signed_in
def password() -> Response:
    """Change the password."""
    account, form = _me(), ChangePasswordForm()
    if not form.validate_on_submit():
        return page("accounts/password.html", status_of(form), form=form, account=account)
    try:
        entry.check_present(account, form.present.data)
        account = actions.set_password(viewer(), account=account, password=form.password.data, how="changed")
    except Refused as refusal:
        form.refuse(refusal.field, refusal.sentence)
        return page("accounts/password.html", status_for(refusal), form=form, account=account)
    session.begin(account)
    flash("Your password is changed, and you are signed out everywhere else.", "success")
    return see_other(url_for("accounts.home"))


@blueprint.route("/address/", methods=["GET", "POST"])
@signed_in
def address() -> Response:
    """Ask for another address; it has to be confirmed from there."""
    account, form = _me(), ChangeAddressForm()
    if not form.validate_on_submit():
        return page("accounts/address.html", status_of(form), form=form, account=account)
    try:
        entry.check_present(account, form.present.data)
        actions.ask_new_address(viewer(), account=account, email=form.email.data)
    except Refused as refusal:
        form.refuse(refusal.field, refusal.sentence)
        return page("accounts/address.html", status_for(refusal), form=form, account=account)
    flash(f"We have written to {form.email.data}. The address changes once you follow the link in that mail.")
    return see_other(url_for("accounts.home"))


@blueprint.route("/address/<token>/", methods=["GET", "POST"])
@public
def confirm_address(token: str) -> Response:
    """Confirm the new address, by a button."""
    account, form = links.account_of(links.MOVE, token), Form()
    if account is None:
        return dead_link(move=True)
    if not form.validate_on_submit():
        return page("accounts/confirm_address.html", status_of(form), form=form, account=account)
    try:
        actions.take_new_address(account=account)
    except Refused as refusal:
        form.refuse(refusal.field, refusal.sentence)
        return page("accounts/confirm_address.html", 422, form=form, account=account)
    return see_other(url_for("accounts.address_changed"))


@blueprint.get("/address/changed/")
@public
def address_changed() -> Response:
    """Say that the new address holds."""
    return page("accounts/address_changed.html")


@blueprint.route("/close/", methods=["GET", "POST"])
@signed_in
def close() -> Response:
    """Close the account for good."""
    account, form = _me(), CloseForm()
    if not form.validate_on_submit():
        return page("accounts/close.html", status_of(form), form=form)
    try:
        entry.check_present(account, form.present.data)
        actions.close_account(viewer(), account=account, names_kept=form.names.data == "kept")
    except Refused as refusal:
        form.refuse(refusal.field, refusal.sentence)
        return page("accounts/close.html", status_for(refusal), form=form)
    session.end()
    return see_other(url_for("accounts.closed"))


@blueprint.get("/closed/")
@public
def closed() -> Response:
    """Say that the account is gone."""
    return page("accounts/closed.html")
