"""What people type about networks, partnerships and panels."""

from flask_wtf.file import FileField
from wtforms import BooleanField, DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Optional

from engage.core.files import DOCUMENT_TYPES
from engage.core.forms import Form
from engage.core.opened import OpenedForm
from engage.directory.actions.networks import LONGEST_NAME, LONGEST_TEXT
from engage.directory.models import NetworkKind

_NAME = Length(max=LONGEST_NAME, message=f"Use at most {LONGEST_NAME} characters.")
_TEXT = Length(max=LONGEST_TEXT, message=f"Use at most {LONGEST_TEXT:,} characters.")


class NetworkForm(OpenedForm):
    """What a network is."""

    name = StringField("Name", [DataRequired("Enter the name."), _NAME])
    kind = RadioField(
        "What it is",
        choices=[SelectChoice(each.value, each.label) for each in NetworkKind],
        default=NetworkKind.NETWORK.value,
    )
    description = TextAreaField("What it is for", [Optional(), _TEXT])
    area = SelectField("Area", coerce=int, default=0)
    ended_on = DateField("Ended on", [Optional()], description="Only if it is at work no more.")
    is_public = BooleanField("It agreed to a page of its own on this site")

    def offer(self, areas: list[tuple[int, str]], *, everywhere: bool) -> None:
        """Say which areas may be chosen, and whether there need be none."""
        chosen = [SelectChoice(area_id, name) for area_id, name in areas]
        self.area.choices = [*([SelectChoice(0, "No area in particular")] if everywhere else []), *chosen]


class TermForm(OpenedForm):
    """As what somebody belongs to a network, and for how long."""

    part = StringField(
        "Part there", [Optional(), _NAME], description="For example: chair, member drawn by lot, observer."
    )
    since = DateField("Since", [Optional()])
    until = DateField("Until", [Optional()], description="Leave it empty while the term lasts.")
    is_named = BooleanField("The person agreed to be named on the public page")


class MeetingForm(OpenedForm):
    """One meeting, and what was advised there."""

    title = StringField("What it was about", [DataRequired("Say in a few words what it was about."), _NAME])
    held_on = DateField("Date", [DataRequired("Enter the date.")])
    place = StringField("Place", [Optional(), _NAME])
    advised = TextAreaField("What was advised", [Optional(), _TEXT])
    is_public = BooleanField("Everybody may read what was advised, and its papers")


class PaperForm(Form):
    """A paper of a meeting."""

    file = FileField("File", description=f"One of: {', '.join(DOCUMENT_TYPES)}.")
    title = StringField("What it is", [Optional(), _NAME])
