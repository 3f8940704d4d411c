"""Your data: a copy of what is held of a person for herself, and her erasure."""

from datetime import timedelta

from flask import flash, send_file, url_for
from werkzeug.wrappers import Response

from engage.accounts import entry, session
from engage.accounts import queries as accounts
from engage.core import database, limits, navigation
from engage.core.access import public, signed_in, viewer
from engage.core.errors import Refused
from engage.core.forms import Form
from engage.core.pages import page, see_other
from engage.core.person import Wish
from engage.person import queries, work
from engage.person.actions import copies, erasures
from engage.person.blueprint import blueprint
from engage.person.forms import WITHDRAW, OwnErasureForm

__all__ = ["blueprint"]
navigation.add("account", "person.home", "Your data", 90)
MOST_A_DAY = 5


@blueprint.route("/", methods=["GET", "POST"])
@signed_in
def home() -> Response:
    """What somebody can ask for, and the copies that were asked for; one more."""
    form = Form()
    if not form.validate_on_submit():
        return page("person/home.html", 422 if form.errors else 200, form=form, copies=queries.own_copies(viewer()))
    limits.require("person-copy", str(viewer().account_id), most=MOST_A_DAY, per=timedelta(days=1))
    copies.ask_copy(viewer(), email=viewer().email)
    flash("Your copy is being made. We write to you when it is ready.", "success")
    return see_other(url_for(".home"))


@blueprint.get("/<key>/your-data.zip")
@signed_in
def copy(key: str) -> Response:
    """The zip of one's own copy."""
    found = queries.access_copy(viewer(), key, by_staff=False)
    return send_file(work.location(found.key), as_attachment=True, download_name="your-data.zip")


@blueprint.route("/erase/", methods=["GET", "POST"])
@signed_in
def erase() -> Response:
    """Close the account and erase what is held of its person."""
    form = OwnErasureForm()
    if not form.validate_on_submit():
        return page("person/erase.html", 422 if form.errors else 200, form=form)
    account = accounts.account(viewer().account_id or 0)
    try:
        if account is not None:
            entry.check_present(account, form.present.data or "")
        erasures.ask_own_erasure(viewer(), wish=Wish(withdraws=form.comments.data == WITHDRAW))
    except Refused as refusal:
        database.refuse()
        form.refuse(refusal.field, refusal.sentence)
        return page("person/erase.html", 422, form=form)
    session.end()
    return see_other(url_for(".erased"))


@blueprint.get("/erased/")
@public
def erased() -> Response:
    """Say that the erasure is begun, and that a mail tells of its end."""
    return page("person/erased.html")
