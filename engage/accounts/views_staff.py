"""The administrators' view of accounts: who there is, and what each may do."""

from typing import Any

from flask import Blueprint, abort, flash, request, url_for
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from engage.accounts import actions, queries
from engage.accounts.forms import ROLE_NAMES, ROLE_WORK, CloseForOtherForm, GrantForm, SearchForm
from engage.accounts.models import Account
from engage.accounts.rights import MANAGE
from engage.core import navigation
from engage.core.access import requires, viewer
from engage.core.errors import Refused
from engage.core.forms import Form
from engage.core.pages import page, see_other
from engage.core.permissions import Role
from engage.taxonomy.queries import all_areas

blueprint = Blueprint("accounts_staff", __name__, url_prefix="/staff/accounts")
navigation.add("staff", "accounts_staff.index", "Accounts", 80, MANAGE)
PER_PAGE = 50


def _account(account_id: int) -> Account:
    return queries.account(account_id) or abort(404)


def _grant_form() -> GrantForm:
    form = GrantForm()
    form.area.choices = [
        SelectChoice("", "Everywhere"),
        *(SelectChoice(str(area.id), area.name) for area in all_areas()),
    ]
    return form


def _one(account: Account, form: Form, status: int = 200) -> Response:
    return page(
        "accounts/one.html",
        status,
        account=account,
        roles=queries.roles_of(account.id),
        form=form,
        role_names=ROLE_NAMES,
        role_work=ROLE_WORK,
    )


def _refused(account: Account, sentence: str) -> Response:
    form = _grant_form()
    form.refuse(None, sentence)
    return _one(account, form, 422)


@blueprint.get("/")
@requires(MANAGE)
def index() -> Response:
    """Accounts, newest first, by name, address or role."""
    form = SearchForm(request.args)
    role = Role(form.role.data) if form.role.data in ROLE_NAMES else None
    after = request.args.get("after", type=int)
    found = queries.listed_accounts(words=form.q.data or "", role=role, after=after, limit=PER_PAGE + 1)
    asked: dict[str, Any] = {"q": form.q.data or None, "role": role}
    older = url_for(".index", after=found[PER_PAGE - 1].account.id, **asked) if len(found) > PER_PAGE else None
    newest = url_for(".index", **asked) if after else None
    return page(
        "accounts/index.html", form=form, found=found[:PER_PAGE], role_names=ROLE_NAMES, older=older, newest=newest
    )


@blueprint.get("/<int:account_id>/")
@requires(MANAGE)
def one(account_id: int) -> Response:
    """One account and what can be done with it."""
    return _one(_account(account_id), _grant_form())


@blueprint.post("/<int:account_id>/grant/")
@requires(MANAGE)
def grant(account_id: int) -> Response:
    """Grant a role."""
    account, form = _account(account_id), _grant_form()
    if not form.validate_on_submit():
        return _one(account, form, 422)
    area = next((area for area in all_areas() if str(area.id) == form.area.data), None)
    try:
        actions.grant_role(viewer(), account=account, role=Role(form.role.data), area=area)
    except Refused as refusal:
        form.refuse(refusal.field, refusal.sentence)
        return _one(account, form, 422)
    flash(f"{account.name} is now {ROLE_NAMES[Role(form.role.data)].lower()}.", "success")
    return see_other(url_for(".one", account_id=account.id))


@blueprint.post("/<int:account_id>/revoke/<int:grant_id>/")
@requires(MANAGE)
def revoke(account_id: int, grant_id: int) -> Response:
    """Revoke a role; one that is gone already is no fault."""
    account, form = _account(account_id), Form()
    if not form.validate_on_submit():
        return _refused(account, str(form.form_errors[0]))
    held = queries.grant_by_id(account.id, grant_id)
    try:
        if held is not None:
            actions.revoke_role(viewer(), account=account, role=held.role, area_id=held.area_id)
    except Refused as refusal:
        return _refused(account, refusal.sentence)
    flash("The role is revoked.", "success")
    return see_other(url_for(".one", account_id=account.id))


@blueprint.post("/<int:account_id>/sign-out/")
@requires(MANAGE)
def sign_out(account_id: int) -> Response:
    """Sign somebody out everywhere."""
    account, form = _account(account_id), Form()
    if not form.validate_on_submit():
        return _refused(account, str(form.form_errors[0]))
    actions.end_sessions(viewer(), account=account)
    flash(f"{account.name} is signed out everywhere.", "success")
    return see_other(url_for(".one", account_id=account.id))


@blueprint.route("/<int:account_id>/close/", methods=["GET", "POST"])
@requires(MANAGE)
def close(account_id: int) -> Response:
    """Close somebody's account, after a second look."""
    account, form = _account(account_id), CloseForOtherForm()
    if account.closed_at is not None:
        return see_other(url_for(".one", account_id=account.id))
    if not form.validate_on_submit():
        return page("accounts/close_other.html", 422 if form.errors else 200, form=form, account=account)
    try:
        actions.close_account(viewer(), account=account, names_kept=form.names_kept.data)
    except Refused as refusal:
        form.refuse(refusal.field, refusal.sentence)
        return page("accounts/close_other.html", 422, form=form, account=account)
    flash("The account is closed.", "success")
    return see_other(url_for(".index"))
