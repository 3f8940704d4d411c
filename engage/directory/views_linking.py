"""Linking an entry with an account: staff ask, and the person says yes or no on a page of her own."""

from collections.abc import Callable

from flask import flash, url_for
from werkzeug.wrappers import Response
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice

from engage.core import navigation
from engage.core.access import requires, signed_in, viewer
from engage.core.errors import Refused
from engage.core.forms import Form
from engage.core.pages import page, see_other
from engage.directory.actions import linking
from engage.directory.blueprint import blueprint as staff
from engage.directory.blueprint import public as blueprint
from engage.directory.languages import LANGUAGES
from engage.directory.models import Channel, Contact, ContactAddress, LinkState
from engage.directory.pressed import pressed
from engage.directory.queries import contacts as people
from engage.directory.queries import links
from engage.directory.rights import CONTACTS

navigation.add("account", "directory.own_entry", "Your entry in our directory", 60)


class AskForm(Form):
    """At which address a person is asked."""

    email = SelectField("Ask at", choices=[])

    def offer(self, addresses: list[ContactAddress]) -> "AskForm":
        """Offer the email addresses of a person."""
        emails = [each.value for each in addresses if each.channel is Channel.EMAIL]
        self.email.choices = [SelectChoice(each, each) for each in emails]
        return self


@staff.route("/contacts/<int:contact_id>/link/", methods=["GET", "POST"])
@requires(CONTACTS)
def ask_to_link(contact_id: int) -> Response:
    """Ask a person whether her entry may be linked with her account, if she has one."""
    contact = people.access_kept_contact(viewer(), contact_id)
    form = AskForm().offer(list(people.addresses_of(contact.id)))
    if form.validate_on_submit():
        try:
            linking.ask_to_link(viewer(), contact=contact, email=form.email.data)
        except Refused as refusal:
            form.refuse(refusal.field, refusal.sentence)
        else:
            flash("The person is asked. What she says is shown here.", "success")
            return see_other(url_for("directory_staff.contact", contact_id=contact.id))
    status = 422 if form.errors else 200
    return page("directory/ask_to_link.html", status, contact=contact, form=form, links=links.links_of(contact.id))


@blueprint.get("/account/directory/")
@signed_in
def own_entry() -> Response:
    """What a person is asked, and what the directory holds of her where she agreed."""
    return page(
        "directory/own_entry.html",
        asked=links.own_links(viewer(), [LinkState.ASKED]),
        linked=[(link, contact, _held(contact)) for link, contact in links.own_links(viewer(), [LinkState.AGREED])],
    )


def _held(contact: Contact) -> list[tuple[str, str]]:
    roles = [", ".join(filter(None, (role.title, each.name))) for role, each in people.roles_of(contact.id)]
    topics = [topic.name for topic in people.topics_of_contact(contact.id)]
    areas = [area.name for area in people.areas_of_contact(contact.id)]
    said = [f"{each.purpose.label}: {'agreed' if each.agreed else 'objected'}" for each in people.last_said(contact.id)]
    return [
        ("Name", contact.name),
        ("Reached by", "; ".join(each.value for each in people.addresses_of(contact.id)) or "Nothing is known"),
        ("Language", LANGUAGES.get(contact.language, contact.language)),
        ("Format", contact.format.label),
        ("Roles", "; ".join(roles) or "None"),
        ("Interests", ", ".join([*topics, *areas]) or "None"),
        ("What you agreed to", "; ".join(said) or "Nothing is on record"),
    ]


@blueprint.post("/account/directory/<int:link_id>/agree/")
@signed_in
def agree_to_link(link_id: int) -> Response:
    """Agree that the entry is linked with this account."""
    asked, contact = links.access_own_link(viewer(), link_id, LinkState.ASKED)
    return _done(
        lambda: linking.agree_to_link(viewer(), asked=asked, contact=contact), "Your entry is linked with your account."
    )


@blueprint.post("/account/directory/<int:link_id>/decline/")
@signed_in
def decline_to_link(link_id: int) -> Response:
    """Say no; nothing is linked."""
    asked, contact = links.access_own_link(viewer(), link_id, LinkState.ASKED)
    return _done(lambda: linking.decline_to_link(asked=asked, contact=contact), "Nothing is linked.")


@blueprint.post("/account/directory/<int:link_id>/end/")
@signed_in
def end_link(link_id: int) -> Response:
    """Take the link away again."""
    linked, contact = links.access_own_link(viewer(), link_id, LinkState.AGREED)
    said = "Your entry is no longer linked with your account."
    return _done(lambda: linking.end_link(viewer(), linked=linked, contact=contact), said)


def _done(act: Callable[[], None], said: str) -> Response:
    return pressed(act, said, url_for(".own_entry"))
