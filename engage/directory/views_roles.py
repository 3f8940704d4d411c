"""What a person was at an organisation: ended, and corrected."""

from flask import abort, flash, url_for
from werkzeug.wrappers import Response

from engage.core.access import requires, viewer
from engage.core.errors import Refused
from engage.core.forms import Form
from engage.core.i18n import today
from engage.core.opened import hold
from engage.core.pages import page, see_other
from engage.directory import actions, queries
from engage.directory.blueprint import blueprint
from engage.directory.forms_contacts import HeldForm
from engage.directory.models import Contact, ContactRole, Organisation
from engage.directory.queries import contacts as people
from engage.directory.queries.history import last_saved
from engage.directory.rights import CONTACTS


def _access_role(found: Contact, role_id: int) -> tuple[ContactRole, Organisation]:
    return next((each for each in people.roles_of(found.id) if each[0].id == role_id), None) or abort(404)


@blueprint.route("/contacts/<int:contact_id>/roles/<int:role_id>/", methods=["GET", "POST"])
@requires(CONTACTS)
def edit_role(contact_id: int, role_id: int) -> Response:
    """Correct as what a person is or was somewhere, and for how long."""
    found = people.access_kept_contact(viewer(), contact_id)
    hold(ContactRole, role_id)
    role, organisation = _access_role(found, role_id)
    form = HeldForm(obj=role)
    form.compare(role, lambda: last_saved("contact", queries.contact_ids_of(found.id)))
    if form.validate_on_submit():
        try:
            actions.change_role(viewer(), role=role, **form.held)
        except Refused as refusal:
            form.refuse(refusal.field, refusal.sentence)
        else:
            flash("The role is saved.", "success")
            return see_other(url_for(".contact", contact_id=found.id))
    around = {"contact": found, "organisation": organisation}
    return page("directory/edit_role.html", 422 if form.errors else 200, form=form, **around)


@blueprint.post("/contacts/<int:contact_id>/roles/<int:role_id>/end/")
@requires(CONTACTS)
def end_role(contact_id: int, role_id: int) -> Response:
    """Say that a person is no longer what they were."""
    found, form = people.access_kept_contact(viewer(), contact_id), Form()
    role, _ = _access_role(found, role_id)
    if not form.validate_on_submit():
        flash(str(form.form_errors[0]), "warning")
    else:
        try:
            actions.end_role(viewer(), role=role, until=today())
        except Refused:
            flash("It has not begun yet. Correct the days of the role instead.", "warning")
        else:
            flash("The role has ended.", "success")
    return see_other(url_for(".contact", contact_id=found.id))
