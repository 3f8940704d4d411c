"""What people type when they ask to speak for an organisation, and staff when they decide."""

from typing import Any

from wtforms import StringField, TextAreaField, URLField, ValidationError
from wtforms.validators import DataRequired, Length, Optional

from engage.accounts import addresses
from engage.core.forms import EmailField, Form
from engage.core.parameters import is_web_address
from engage.representations.actions import LONGEST

TOO_LONG = f"Write {LONGEST:,} characters or fewer."


def _well_formed(_form: Form, field: Any) -> None:
    if field.data and not addresses.is_valid(field.data):
        raise ValidationError(addresses.WRONG)


def _website(_form: Form, field: Any) -> None:
    if field.data and not is_web_address(field.data):
        raise ValidationError("Enter the whole address of the website, beginning with https://")


class FindForm(Form):
    """Which organisation."""

    q = StringField("Name of your organisation", [Optional(), Length(max=200)])


class ClaimForm(Form):
    """How somebody belongs to an organisation of the directory."""

    email = EmailField(
        "Your email address at the organisation",
        [Optional(), Length(max=addresses.LONGEST, message="This address is too long."), _well_formed],
        render_kw={"autocomplete": "email", "spellcheck": "false", "autocapitalize": "none"},
    )
    explanation = TextAreaField(
        "How you belong to it",
        [Optional(), Length(max=LONGEST, message=TOO_LONG)],
        description="For example your office, and whom we can ask. Our staff read it; nobody else does.",
    )


class ProposalForm(Form):
    """An organisation that is not in the directory."""

    name = StringField(
        "Name of the organisation",
        [DataRequired("Enter the name of the organisation."), Length(max=200, message="Enter at most 200 characters.")],
        render_kw={"autocomplete": "organization"},
    )
    website = URLField(
        "Its website",
        [Optional(), Length(max=300, message="Enter at most 300 characters."), _website],
        description="Beginning with https://",
    )
    explanation = TextAreaField(
        "How you belong to it",
        [DataRequired("Tell us how you belong to the organisation."), Length(max=LONGEST, message=TOO_LONG)],
        description="For example your office, and whom we can ask. Our staff read it; nobody else does.",
    )


class DecideForm(Form):
    """What staff decide about a claim."""

    organisation = StringField(
        "Address of the organisation in the directory",
        [Optional(), Length(max=80)],
        description="As in /organisations/north-vale-council/: north-vale-council",
    )
    note = TextAreaField(
        "What the person is told",
        [Optional(), Length(max=LONGEST, message=TOO_LONG)],
        description="Needed to refuse. Say what is missing and what to do.",
    )


class AddForm(Form):
    """A proposed organisation as it goes into the directory."""

    name = StringField(
        "Name", [DataRequired("Enter the name."), Length(max=200, message="Enter at most 200 characters.")]
    )
    slug = StringField(
        "Address on this site",
        [DataRequired("Enter the address, for example north-vale-council.")],
        description="Small letters, digits and hyphens. It cannot be changed later.",
    )
    website = URLField("Website", [Optional(), Length(max=300), _website])


class EndForm(Form):
    """Why staff end it."""

    note = TextAreaField("What the person is told", [Optional(), Length(max=LONGEST, message=TOO_LONG)])
