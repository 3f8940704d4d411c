"""For those who look after data protection: find all that is held of a person, give a copy, erase."""

from flask import Response as FlaskResponse
from flask import flash, send_file, url_for
from werkzeug.wrappers import Response

from engage.accounts.addresses import normal
from engage.core import database, navigation
from engage.core.access import requires, viewer
from engage.core.errors import Refused
from engage.core.pages import page, see_other
from engage.core.person import Wish, at_address
from engage.core.person_erasing import held_of
from engage.person import queries, work
from engage.person.actions import copies, erasures
from engage.person.blueprint import staff as blueprint
from engage.person.forms import WITHDRAW, CopyForm, ErasureForm, FindForm
from engage.person.rights import MANAGE

navigation.add("staff", "person_staff.index", "Personal data", 85, MANAGE)


@blueprint.route("/", methods=["GET", "POST"])
@requires(MANAGE)
def index() -> Response:
    """Find a person by address; the answer is no page of its own, so that no address stands in any log."""
    form = FindForm()
    if form.validate_on_submit():
        email = normal(form.email.data or "")
        return _found(email, CopyForm(formdata=None, email=email), ErasureForm(formdata=None, email=email))
    status = 422 if form.errors else 200
    made, erased = queries.staff_copies(), queries.erasures()
    return page("person/index.html", status, form=form, copies=made, erasures=erased)


def _found(email: str, copy: CopyForm, erasure: ErasureForm, status: int = 200) -> FlaskResponse:
    lines = held_of(at_address(email))
    return page("person/found.html", status, email=email, lines=lines, copy=copy, erasure=erasure)


@blueprint.post("/copy/")
@requires(MANAGE)
def copy() -> Response:
    """Ask for a copy, which is read over before it is given."""
    form = CopyForm()
    email = normal(form.email.data or "")
    empty = ErasureForm(formdata=None, email=email)
    if not form.validate_on_submit():
        return _found(email, form, empty, 422)
    try:
        copies.ask_copy(viewer(), email=email, by_staff=True, reason=form.reason.data or "")
    except Refused as refusal:
        database.refuse()
        form.refuse(refusal.field, refusal.sentence)
        return _found(email, form, empty, 422)
    flash("The copy is being made. We write to you when it is ready.", "success")
    return see_other(url_for(".index"))


@blueprint.post("/erase/")
@requires(MANAGE)
def erase() -> Response:
    """Begin an erasure."""
    form = ErasureForm()
    email = normal(form.email.data or "")
    empty = CopyForm(formdata=None, email=email)
    if not form.validate_on_submit():
        return _found(email, empty, form, 422)
    wish, tell = Wish(withdraws=form.comments.data == WITHDRAW), email if form.tell.data else ""
    try:
        erasures.ask_erasure(viewer(), person=at_address(email), wish=wish, reason=form.reason.data or "", tell=tell)
    except Refused as refusal:
        database.refuse()
        form.refuse(refusal.field, refusal.sentence)
        return _found(email, empty, form, 422)
    flash("The erasure is begun. It is in the list below until it is done.", "success")
    return see_other(url_for(".index"))


@blueprint.post("/copies/<key>/person.zip")
@requires(MANAGE)
def download(key: str) -> Response:
    """The zip of a copy that staff asked for; that it was taken is on record."""
    found = queries.access_copy(viewer(), key, by_staff=True)
    copies.note_fetched(viewer(), copy_id=found.id)
    return send_file(work.location(found.key), as_attachment=True, download_name="person.zip")
