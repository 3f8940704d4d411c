"""The people of the directory: found, added, changed, what they are at organisations and what they agreed to."""

from typing import Any

from flask import flash, request, url_for
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from engage.core.access import requires, viewer
from engage.core.errors import Refused
from engage.core.forms import Form
from engage.core.opened import hold
from engage.core.pages import page, see_other
from engage.directory import actions, queries
from engage.directory.actions.contacts import open_contact as open_again
from engage.directory.beside import noted_of, said_by, sent_to
from engage.directory.blueprint import blueprint
from engage.directory.choosing import meant
from engage.directory.counting import PER_PAGE, total_of
from engage.directory.filters import FilterForm
from engage.directory.forms_contacts import ContactForm, PermissionForm, RoleForm, boxes_of
from engage.directory.kept import compare_saved, kept_page, refuse_merged
from engage.directory.languages import LANGUAGES
from engage.directory.models import Basis, Channel, Contact, Format, ListWhom, Purpose, StakeholderKind
from engage.directory.queries import contacts as people
from engage.directory.queries.history import history_of
from engage.directory.queries.links import links_of
from engage.directory.queries.networks import networks_of_contact
from engage.directory.queries.refused import refused_by_others
from engage.directory.rights import CONTACTS
from engage.taxonomy.queries import all_areas, all_topics


@blueprint.get("/contacts/")
@requires(CONTACTS)
def contacts() -> Response:
    """People by name."""
    form = FilterForm(request.args).of_people()
    after = request.args.get("after", type=int)
    found = queries.listed_contacts(
        viewer(),
        wanted=form.wanted,
        after=people.access_contact(viewer(), after) if after else None,
        limit=PER_PAGE + 1,
    )
    more = found[PER_PAGE - 1].id if len(found) > PER_PAGE else None
    ids = [each.id for each in found]
    return page(
        "directory/contacts.html",
        form=form,
        found=found[:PER_PAGE],
        emails=people.first_emails(ids),
        roles=people.present_roles(ids),
        total=total_of(form.wanted, ListWhom.CONTACTS, found, seen=people.within_scope(viewer())),
        next_url=url_for(".contacts", after=more, **form.said) if more else None,
        first_url=url_for(".contacts", **form.said) if after else None,
    )


@blueprint.route("/contacts/new/", methods=["GET", "POST"])
@requires(CONTACTS)
def new_contact() -> Response:
    """Add a person, at an organisation where one is given."""
    form = _offered(ContactForm(channel=Channel.EMAIL.value, language="en", format=Format.STANDARD.value))
    slug = request.args.get("organisation", "")
    organisation = queries.organisation_by_slug(slug) if slug else None
    is_valid = form.validate_on_submit()
    known = _known(form) if is_valid else []
    if is_valid and not known:
        try:
            contact = actions.add_contact(viewer(), name=form.name.data, reached=form.reached(), **_said(form))
            _set_interests(contact, form)
            if organisation is not None:
                actions.add_role(viewer(), contact=contact, organisation=organisation)
        except Refused as refusal:
            _refuse(form, refusal)
        else:
            flash(f"{contact.name} is added. Now say what the person agreed to.", "success")
            return see_other(url_for(".contact", contact_id=contact.id))
    around: dict[str, Any] = {"contact": None, "organisation": organisation, "known": known}
    return page("directory/edit_contact.html", 422 if form.errors else 200, form=form, **around)


def _known(form: ContactForm) -> list[Contact]:
    """Who has one of the addresses already, unless that is meant; refuses them in the form."""
    emails = [] if form.is_another.data else [each.value for each in form.reached() if each.channel is Channel.EMAIL]
    found = people.contacts_at(viewer(), emails)
    if found:
        form.refuse("emails", "Somebody with this address is in the directory already.")
    return found


def _offered(form: ContactForm) -> ContactForm:
    form.topics.choices = [SelectChoice(str(topic.id), topic.name) for topic in all_topics()]
    scope = viewer().scope(CONTACTS)
    open_areas = [area for area in all_areas() if scope is None or area.id in scope]
    form.areas.choices = [SelectChoice(str(area.id), area.name) for area in open_areas]
    return form


def _filled(found: Contact) -> ContactForm:
    return ContactForm(
        obj=found,
        channel=found.channel.value,
        format=found.format.value,
        topics=[str(topic.id) for topic in people.topics_of_contact(found.id)],
        areas=[str(area.id) for area in people.areas_of_contact(found.id)],
        **boxes_of(list(people.addresses_of(found.id))),
    )


def _said(form: ContactForm) -> dict[str, Any]:
    return {
        "channel": Channel(form.channel.data),
        "language": form.language.data,
        "format": Format(form.format.data),
        "note": form.note.data or "",
    }


def _set_interests(contact: Contact, form: ContactForm) -> None:
    """What was ticked, and the areas that stand outside of this person's reach."""
    offered = {int(choice.value) for choice in form.areas.choices or []}
    beyond = [area for area in people.areas_of_contact(contact.id) if area.id not in offered]
    areas = [area for area in all_areas() if str(area.id) in (form.areas.data or [])]
    topics = [topic for topic in all_topics() if str(topic.id) in (form.topics.data or [])]
    if viewer().scope(CONTACTS) is not None and not areas and not beyond:
        raise Refused("Choose at least one of your areas.", "areas")
    actions.set_interests(viewer(), contact=contact, topics=topics, areas=[*areas, *beyond])


def _refuse(form: Form, refusal: Refused) -> None:
    named = {"email": "emails", "phone": "phones"}.get(refusal.field or "", refusal.field)
    form.refuse(named if named in form else None, refusal.sentence)


@blueprint.get("/contacts/<int:contact_id>/")
@requires(CONTACTS)
def contact(contact_id: int) -> Response:
    """One person with all that is known; one that became part of another leads there."""
    found = people.access_contact(viewer(), contact_id, erased=True)
    if found.merged_into_id is not None:
        return see_other(url_for(".contact", contact_id=found.merged_into_id))
    if found.erased_at is not None:
        noted = noted_of(viewer(), queries.contact_ids_of(found.id))
        history = history_of("contact", queries.contact_ids_of(found.id), seen=people.within_scope(viewer()))
        return page("directory/erased_contact.html", contact=found, noted=noted, history=history)
    return _contact(found)


def _contact(found: Contact, role: RoleForm | None = None, permission: PermissionForm | None = None) -> Response:
    return page(
        "directory/contact.html",
        422 if role or permission else 200,
        contact=found,
        addresses=people.addresses_of(found.id),
        roles=people.roles_of(found.id),
        networks=networks_of_contact(found.id),
        topics=people.topics_of_contact(found.id),
        areas=people.areas_of_contact(found.id),
        permissions=people.permissions_of(found.id),
        refusals=refused_by_others(viewer(), found.id),
        history=history_of("contact", queries.contact_ids_of(found.id), seen=people.within_scope(viewer())),
        languages=LANGUAGES,
        links=links_of(found.id),
        noted=noted_of(viewer(), queries.contact_ids_of(found.id)),
        mails=sent_to(viewer(), StakeholderKind.CONTACT, queries.contact_ids_of(found.id)),
        said=said_by(viewer(), found.account_id) if found.account_id else [],
        role_form=role or RoleForm(formdata=None),
        permission_form=permission or PermissionForm(formdata=None),
        sent=role or permission,
    )


@blueprint.post("/contacts/<int:contact_id>/open/")
@requires(CONTACTS)
def open_contact(contact_id: int) -> Response:
    """Have somebody back who was closed."""
    found, form = people.access_contact(viewer(), contact_id), Form()
    if not form.validate_on_submit():
        flash(str(form.form_errors[0]), "warning")
    else:
        open_again(viewer(), contact=found)
        flash(f"{found.name} is no longer closed.", "success")
    return see_other(url_for(".contact", contact_id=found.id))


@blueprint.route("/contacts/<int:contact_id>/edit/", methods=["GET", "POST"])
@requires(CONTACTS)
def edit_contact(contact_id: int) -> Response:
    """Change what is known of a person."""
    hold(Contact, contact_id)
    found = people.access_contact(viewer(), contact_id)
    if elsewhere := kept_page(found, ".edit_contact", "contact_id"):
        return elsewhere
    form = _offered(_filled(found))
    compare_saved(form, found)
    if form.validate_on_submit():
        try:
            refuse_merged(found)
            actions.change_contact(viewer(), contact=found, name=form.name.data, **_said(form))
            actions.set_addresses(viewer(), contact=found, reached=form.reached())
            _set_interests(found, form)
        except Refused as refusal:
            _refuse(form, refusal)
        else:
            flash("The contact is saved.", "success")
            return see_other(url_for(".contact", contact_id=found.id))
    around: dict[str, Any] = {"contact": found, "organisation": None, "known": []}
    return page("directory/edit_contact.html", 422 if form.errors else 200, form=form, **around)


@blueprint.post("/contacts/<int:contact_id>/confirm/")
@requires(CONTACTS)
def confirm_contact(contact_id: int) -> Response:
    """Say that what is known of a person is right today."""
    found, form = people.access_kept_contact(viewer(), contact_id), Form()
    if not form.validate_on_submit():
        flash(str(form.form_errors[0]), "warning")
    else:
        actions.confirm_contact(viewer(), contact=found)
        flash("The record is confirmed.", "success")
    return see_other(url_for(".contact", contact_id=found.id))


@blueprint.post("/contacts/<int:contact_id>/roles/")
@requires(CONTACTS)
def add_role(contact_id: int) -> Response:
    """Say what a person is or was at an organisation."""
    found, form = people.access_kept_contact(viewer(), contact_id), RoleForm()
    if not form.validate_on_submit():
        return _contact(found, role=form)
    try:
        organisation = meant(form.organisation.data or "", "organisation")
        actions.add_role(viewer(), contact=found, organisation=organisation, **form.held)
    except Refused as refusal:
        form.refuse(refusal.field, refusal.sentence)
        return _contact(found, role=form)
    flash("The role is saved.", "success")
    return see_other(url_for(".contact", contact_id=found.id))


@blueprint.post("/contacts/<int:contact_id>/permissions/")
@requires(CONTACTS)
def record_permission(contact_id: int) -> Response:
    """Record what a person agreed or objected to."""
    found, form = people.access_kept_contact(viewer(), contact_id), PermissionForm()
    if not form.validate_on_submit():
        return _contact(found, permission=form)
    try:
        actions.record_permission(
            viewer(),
            contact=found,
            purpose=Purpose(form.purpose.data),
            agreed=form.has_agreed,
            basis=Basis(form.basis.data or Basis.LEGAL_OBLIGATION),
            said=form.said.data or "",
            on=form.on.data,
        )
    except Refused as refusal:
        form.refuse(refusal.field, refusal.sentence)
        return _contact(found, permission=form)
    flash("It is on record.", "success")
    return see_other(url_for(".contact", contact_id=found.id))
