"""What people type about contacts."""

from typing import Any

from wtforms import BooleanField, DateField, RadioField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from engage.accounts import addresses
from engage.core.forms import Form
from engage.core.opened import OpenedForm
from engage.directory.actions.contacts import LONGEST_ADDRESS, LONGEST_NAME, LONGEST_NOTE, Reached
from engage.directory.forms_interests import checkboxes
from engage.directory.languages import LANGUAGES
from engage.directory.models import Basis, Channel, ContactAddress, Format, Purpose
from engage.directory.said_days import LONG, is_long_ago

_CHANNELS = {Channel.EMAIL: "Email", Channel.PHONE: "Telephone", Channel.POST: "Post"}


def _well_formed(_form: Form, field: Any) -> None:
    wrong = next((line for line in _lines(field.data) if not addresses.is_valid(line)), None)
    if wrong is not None:
        raise ValidationError(f"“{wrong}” is not an email address. {addresses.WRONG}")


def _lines(text: str | None) -> list[str]:
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


class ContactForm(OpenedForm):
    """Who somebody is and how to reach them."""

    name = StringField(
        "Name",
        [DataRequired("Enter the name."), Length(max=LONGEST_NAME, message="Enter a name of at most 200 characters.")],
    )
    emails = TextAreaField(
        "Email addresses",
        [Optional(), _well_formed],
        description="One on each line, the one to use first at the top.",
        render_kw={"spellcheck": "false", "autocapitalize": "none"},
    )
    phones = TextAreaField("Telephone numbers", [Optional()], description="One on each line.")
    post = TextAreaField(
        "Postal address", [Optional(), Length(max=LONGEST_ADDRESS, message="Enter at most 500 characters.")]
    )
    channel = RadioField(
        "How they want to be reached", choices=[SelectChoice(each.value, name) for each, name in _CHANNELS.items()]
    )
    language = SelectField("Language", choices=[SelectChoice(code, name) for code, name in LANGUAGES.items()])
    format = SelectField("Format", choices=[SelectChoice(each.value, each.label) for each in Format])
    topics = checkboxes("Interests by topic")
    areas = checkboxes("Interests by area")
    is_another = BooleanField("Save it all the same: it is somebody else who shares the address")
    note = TextAreaField(
        "Note",
        [Optional(), Length(max=LONGEST_NOTE, message="Write 3,000 characters or fewer.")],
        description="What colleagues must know. The person may ask to read it.",
    )

    def reached(self) -> list[Reached]:
        """How the person is reached, as it was typed."""
        post = (self.post.data or "").strip()
        return [
            *(Reached(Channel.EMAIL, line) for line in _lines(self.emails.data)),
            *(Reached(Channel.PHONE, line) for line in _lines(self.phones.data)),
            *([Reached(Channel.POST, post)] if post else []),
        ]


def boxes_of(addresses_known: list[ContactAddress]) -> dict[str, str]:
    """How somebody is reached, as what stands in the boxes."""
    found = {channel: [each.value for each in addresses_known if each.channel is channel] for channel in Channel}
    return {
        "emails": "\n".join(found[Channel.EMAIL]),
        "phones": "\n".join(found[Channel.PHONE]),
        "post": "\n".join(found[Channel.POST]),
    }


class HeldForm(OpenedForm):
    """As what somebody is or was somewhere, and for how long."""

    title = StringField("Role there", [Optional(), Length(max=200, message="Enter at most 200 characters.")])
    since = DateField("Since", [Optional()])
    until = DateField("Until", [Optional()], description="Leave it empty while it lasts.")

    @property
    def held(self) -> dict[str, Any]:
        """The title and the days, as they were typed."""
        return {"title": self.title.data or "", "since": self.since.data, "until": self.until.data}


class RoleForm(HeldForm):
    """What somebody is or was at an organisation."""

    organisation = StringField(
        "Organisation",
        [DataRequired("Enter the name of the organisation.")],
        description="Its name, a code, or its address on this site.",
    )


class PermissionForm(Form):
    """What somebody agreed or objected to."""

    purpose = SelectField("About", choices=[SelectChoice(each.value, each.label) for each in Purpose])
    agreed = RadioField(
        "What the person said",
        [InputRequired("Choose whether the person agreed or objected.")],
        choices=[SelectChoice("yes", "Agreed"), SelectChoice("no", "Objected")],
    )
    basis = SelectField(
        "Lawful basis",
        choices=[SelectChoice("", "Choose one"), *(SelectChoice(each.value, each.label) for each in Basis)],
        description="Only for what the person agreed to: an objection needs none, and holds.",
    )
    said = StringField(
        "How it was said",
        [DataRequired("Enter how the person said it.")],
        description="For example: signed the sheet at the meeting.",
    )
    on = DateField(
        "On which day",
        [Optional()],
        description="Leave it empty for today. An objection holds at once, whatever its day.",
    )
    is_that_old = BooleanField("Yes, the person said so on that day")

    @property
    def has_agreed(self) -> bool:
        """Whether the person agreed."""
        return bool(self.agreed.data == "yes")

    def validate_basis(self, field: Any) -> None:
        """Ask for the basis of what the person agreed to."""
        if self.has_agreed and not field.data:
            raise ValidationError("Choose the lawful basis.")

    def validate_on(self, field: Any) -> None:
        """Ask once more about an agreement that is many years old."""
        if self.has_agreed and field.data and is_long_ago(field.data) and not self.is_that_old.data:
            raise ValidationError(
                f"That is more than {LONG} years ago, and few agreements hold so long. "
                "Check the day, or tick that it is right."
            )

    @property
    def asks_again(self) -> bool:
        """Whether the day is so old that it has to be ticked as right."""
        return bool(self.on.errors or self.is_that_old.data) and self.on.data is not None and is_long_ago(self.on.data)
