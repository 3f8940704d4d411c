"""What those who share a draft type beside the answers."""

from collections.abc import Sequence

from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Optional

from engage.accounts import addresses
from engage.accounts.models import Account
from engage.core.forms import EmailField, Form
from engage.submissions.actions.sharing import LONGEST_NOTE
from engage.submissions.models import Consent, DraftPart

PARTS = {
    DraftPart.WRITER: "Writes with the others",
    DraftPart.APPROVER: "Writes, approves and sends",
    DraftPart.LEAD: "Leads: invites, approves and sends",
}


class BeginForm(Form):
    """For which organisation."""

    organisation = RadioField("Which organisation do you answer for?", [DataRequired("Choose the organisation.")])


class InviteForm(Form):
    """A colleague."""

    email = EmailField(
        "Email address of your colleague",
        [DataRequired("Enter the address of your colleague."), Length(max=addresses.LONGEST)],
        render_kw={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"},
    )
    part = RadioField(
        "What your colleague may do",
        [DataRequired("Choose what your colleague may do.")],
        choices=[SelectChoice(part.value, PARTS[part]) for part in (DraftPart.WRITER, DraftPart.APPROVER)],
        default=DraftPart.WRITER.value,
    )


class PartForm(Form):
    """What a member may do."""

    part = SelectField("Part", choices=[SelectChoice(part.value, label) for part, label in PARTS.items()])


class NoteForm(Form):
    """A remark to the others."""

    question = HiddenField()
    body = TextAreaField(
        "Note to the others",
        [
            DataRequired("Write the note."),
            Length(max=LONGEST_NOTE, message=f"A note must be {LONGEST_NOTE:,} characters or fewer."),
        ],
    )


class ApproveForm(Form):
    """By whom and in which office."""

    revision = HiddenField()
    role = StringField(
        "In which office do you approve it?",
        [
            DataRequired("Say in which office you approve it, for example Chair."),
            Length(max=120, message="Enter at most 120 characters."),
        ],
        description="For example Chair, or Director of Nursing.",
    )
    consent = RadioField(
        "May the response be published?",
        [DataRequired("Choose whether the response may be published.")],
        choices=[
            SelectChoice(Consent.NAMED.value, "Yes, under the name of the organisation"),
            SelectChoice(Consent.NONE.value, "No"),
        ],
    )


class RevisionForm(Form):
    """The revision that stood on the page."""

    revision = HiddenField()


def revision_of(form: ApproveForm | RevisionForm) -> int:
    """The revision that the person had read; none that there is for a forged one."""
    typed = form.revision.data or ""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else -1


class SignatoryForm(Form):
    """Another organisation."""

    slug = StringField(
        "Address of the organisation on this site",
        [DataRequired("Choose an organisation."), Length(max=80)],
    )


class HandOnForm(Form):
    """To whom a draft goes."""

    account = SelectField("Hand it to", [Optional()], choices=[])

    def offer(self, voices: Sequence[Account]) -> None:
        """Offer those who are confirmed to speak for the organisation."""
        self.account.choices = [SelectChoice(str(each.id), f"{each.name} ({each.email})") for each in voices]
