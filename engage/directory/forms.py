"""What people type about organisations."""

from typing import Any

from wtforms import (
    BooleanField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    URLField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from engage.accounts import addresses
from engage.core.forms import EmailField, Form
from engage.core.opened import OpenedForm


def well_formed(_form: Form, field: Any) -> None:
    """Refuse what is not an address."""
    if not addresses.is_valid(field.data or ""):
        raise ValidationError(addresses.WRONG)


class OrganisationForm(OpenedForm):
    """What is said of an organisation."""

    name = StringField(
        "Name", [DataRequired("Enter the name."), Length(max=200, message="Enter a name of at most 200 characters.")]
    )
    short_name = StringField(
        "Short name",
        [Optional(), Length(max=40, message="Enter a short name of at most 40 characters.")],
        description="As people say it, for example “North Vale ICB”.",
    )
    kind = SelectField("Kind", choices=[])
    description = TextAreaField(
        "What it does", [Optional(), Length(max=3000, message="Enter at most 3,000 characters.")]
    )
    website = URLField(
        "Website",
        [Optional(), Length(max=300, message="Enter an address of at most 300 characters.")],
        description="Beginning with https://",
    )
    email = EmailField("Email address", [Optional(), Length(max=addresses.LONGEST), well_formed])
    areas = SelectMultipleField(
        "Areas that it serves", choices=[], widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )

    def offer(self, areas: list[SelectChoice], kinds: list[tuple[str, str]]) -> None:
        """Say which areas and kinds may be chosen."""
        self.areas.choices = areas
        self.kind.choices = [SelectChoice("", "Not known"), *(SelectChoice(slug, name) for slug, name in kinds)]


class NewOrganisationForm(OrganisationForm):
    """An organisation and its address on the site."""

    slug = StringField(
        "Address on this site",
        [DataRequired("Enter the address, for example north-vale-council.")],
        description="Small letters, digits and hyphens, for example north-vale-council. It cannot be changed later.",
    )
    is_public = BooleanField("It agreed to a page of its own on this site")


class MemberForm(Form):
    """Who shall act for an organisation."""

    email = EmailField(
        "Address of the account",
        [DataRequired("Enter the address that the person signs in with."), well_formed],
        render_kw={"autocomplete": "off"},
    )
