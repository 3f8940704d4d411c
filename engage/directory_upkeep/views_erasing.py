"""Erasing a person from the directory."""

from flask import flash, url_for
from werkzeug.wrappers import Response
from wtforms import BooleanField

from engage.core import database
from engage.core.access import requires, viewer
from engage.core.errors import Refused
from engage.core.forms import Form
from engage.core.importing import KEPT
from engage.core.pages import page, see_other
from engage.directory import queries
from engage.directory.actions.erasing import erase_contact
from engage.directory.beside import noted_of
from engage.directory.models import Contact
from engage.directory.queries import contacts as people
from engage.directory.rights import CONTACTS
from engage.directory_data.queries import imports
from engage.directory_upkeep.blueprint import blueprint


class EraseForm(Form):
    """What is remembered of somebody who is erased."""

    never_again = BooleanField("Never write to this person again", default=True)


@blueprint.route("/contacts/<int:contact_id>/erase/", methods=["GET", "POST"])
@requires(CONTACTS)
def erase(contact_id: int) -> Response:
    """Say what goes and what stays, and erase a person."""
    contact, form = people.access_contact(viewer(), contact_id), EraseForm()
    if contact.merged_into_id is not None:
        return see_other(url_for(".erase", contact_id=contact.merged_into_id))
    if form.validate_on_submit():
        try:
            erase_contact(viewer(), contact=contact, never_again=bool(form.never_again.data))
        except Refused as refusal:
            database.refuse()
            form.refuse(None, refusal.sentence)
        else:
            flash("The person is erased.", "success")
            return see_other(url_for("directory_staff.contacts"))
    return _asked(contact, form)


def _asked(contact: Contact, form: EraseForm) -> Response:
    ids = queries.contact_ids_of(contact.id)
    return page(
        "directory_upkeep/erase.html",
        422 if form.errors else 200,
        form=form,
        contact=contact,
        doubles=len(ids) - 1,
        noted=noted_of(viewer(), ids),
        under_way=[(run, run.asked_at + KEPT) for run in imports.people_under_way()],
    )
