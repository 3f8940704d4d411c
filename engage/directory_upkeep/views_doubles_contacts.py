"""Likely doubles of contacts: listed, looked at side by side, made one record, told apart, and taken apart again."""

from flask import abort, flash, request, url_for
from werkzeug.wrappers import Response

from engage.core import database
from engage.core.access import requires, viewer
from engage.core.errors import Refused
from engage.core.forms import Form
from engage.core.pages import page, see_other
from engage.core.text import clean_line
from engage.directory.models import Contact
from engage.directory.queries import contacts as people
from engage.directory.rights import CONTACTS
from engage.directory_upkeep.actions.merging_contacts import merge_contacts, tell_contacts_apart, undo_contact_merge
from engage.directory_upkeep.blueprint import blueprint
from engage.directory_upkeep.forms_doubles import MergeForm, told
from engage.directory_upkeep.paging import place_in
from engage.directory_upkeep.queries import doubles_contacts as query
from engage.directory_upkeep.queries.same import same_contacts

PER_PAGE = 50


@blueprint.get("/contacts/doubles/")
@requires(CONTACTS)
def likely_contacts() -> Response:
    """The people who are probably in the directory twice, the likeliest first."""
    found = query.likely_overall(viewer(), after=place_in(request.args.get("after", "")), limit=PER_PAGE + 1)
    last = found[PER_PAGE - 1] if len(found) > PER_PAGE else None
    ids = [each.id for pair in found for each in (pair.one, pair.other)]
    return page(
        "directory_upkeep/likely_contacts.html",
        pairs=found[:PER_PAGE],
        emails=people.first_emails(ids),
        roles=people.present_roles(ids),
        next_url=url_for(".likely_contacts", after=f"{last.score}.{last.one.id}.{last.other.id}") if last else None,
        first_url=url_for(".likely_contacts") if "after" in request.args else None,
    )


@blueprint.get("/contacts/<int:contact_id>/doubles/")
@requires(CONTACTS)
def contact_doubles(contact_id: int) -> Response:
    """Which records look like this person, and which became part of this one."""
    contact = people.access_contact(viewer(), contact_id)
    if contact.merged_into_id is not None:
        return see_other(url_for(".contact_doubles", contact_id=contact.merged_into_id))
    likely = query.likely_contact_doubles(viewer(), contact)
    typed = clean_line(request.args.get("same", ""))[:200]
    hits = same_contacts(viewer(), contact, typed)
    ids = [*(each.contact.id for each in likely), *(each.id for each in hits)]
    return page(
        "directory_upkeep/contact_doubles.html",
        contact=contact,
        likely=likely,
        typed=typed,
        hits=hits,
        merged=query.contact_merges(contact.id),
        emails=people.first_emails(ids),
        roles=people.present_roles(ids),
    )


@blueprint.route("/contacts/<int:contact_id>/doubles/<int:other_id>/", methods=["GET", "POST"])
@requires(CONTACTS)
def merge_contact(contact_id: int, other_id: int) -> Response:
    """Two records side by side; the second becomes part of the first: the fuller is that, unless one is named."""
    kept, double = people.access_contact(viewer(), contact_id), people.access_contact(viewer(), other_id)
    if double.merged_into_id is not None or kept.merged_into_id is not None or kept.id == double.id:
        return see_other(url_for(".contact_doubles", contact_id=kept.merged_into_id or kept.id))
    mine, other = query.side_of(kept), query.side_of(double)
    if request.method == "GET" and request.args.get("keep", type=int) != kept.id and other.fullness > mine.fullness:
        return see_other(url_for(".merge_contact", contact_id=double.id, other_id=kept.id))
    form = MergeForm().offer(kept, double)
    if form.validate_on_submit() and _is_merged(kept, double, form):
        return see_other(url_for("directory_staff.contact", contact_id=kept.id))
    return page(
        "directory_upkeep/merge_contacts.html",
        422 if form.errors else 200,
        form=form,
        kept=mine,
        double=other,
        told={"kept": told(kept), "double": told(double)},
    )


def _is_merged(kept: Contact, double: Contact, form: MergeForm) -> bool:
    name = double.name
    try:
        merge_contacts(viewer(), kept=kept, double=double, from_double=form.from_double)
    except Refused as refusal:
        database.refuse()
        form.refuse(None, refusal.sentence)
        return False
    flash(f"{name} is part of this record now.", "success")
    return True


@blueprint.post("/contacts/<int:contact_id>/doubles/<int:other_id>/apart/")
@requires(CONTACTS)
def contacts_apart(contact_id: int, other_id: int) -> Response:
    """Say that another record is another person."""
    one, other = people.access_contact(viewer(), contact_id), people.access_contact(viewer(), other_id)
    if Form().validate_on_submit():
        tell_contacts_apart(viewer(), one=one, other=other)
        flash(f"{other.name} is not shown as a double of {one.name} any more.", "success")
    return see_other(url_for(".contact_doubles", contact_id=one.id))


@blueprint.post("/contacts/<int:contact_id>/doubles/<int:merge_id>/undo/")
@requires(CONTACTS)
def undo_contact(contact_id: int, merge_id: int) -> Response:
    """Take a record apart again."""
    kept = people.access_contact(viewer(), contact_id)
    found = next((each for each, _ in query.contact_merges(kept.id) if each.id == merge_id), None) or abort(404)
    if Form().validate_on_submit():
        try:
            double = undo_contact_merge(viewer(), merge=found)
        except Refused as refusal:
            database.refuse()
            flash(refusal.sentence, "warning")
        else:
            flash(f"{double.name} is a record of its own again.", "success")
    return see_other(url_for(".contact_doubles", contact_id=kept.id))
