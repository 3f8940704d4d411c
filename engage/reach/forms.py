"""What staff type about maps and invitations."""

from wtforms import HiddenField, RadioField, SelectChoice, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from engage.core.forms import Form
from engage.reach.models import MOST, MappingScales

NAME = Length(max=40, message="Use at most 40 characters.")


class PlacementForm(Form):
    """Where a stakeholder stands on the map, and why."""

    across = RadioField("Across", coerce=int, choices=[SelectChoice(n, str(n)) for n in range(1, MOST + 1)])
    up = RadioField("Up", coerce=int, choices=[SelectChoice(n, str(n)) for n in range(1, MOST + 1)])
    reason = StringField(
        "Why",
        [
            DataRequired("Say in a few words why it stands there."),
            Length(max=300, message="Use at most 300 characters."),
        ],
    )

    def name_scales(self, scales: MappingScales) -> None:
        """Ask by the names that the body has given to the scales."""
        self.across.label.text, self.up.label.text = scales.across, scales.up


class ScalesForm(Form):
    """What the scales are called."""

    across = StringField("The scale across", [DataRequired("Give it a name, such as Interest."), NAME])
    up = StringField("The scale upwards", [DataRequired("Give it a name, such as Influence."), NAME])


class PopulationsForm(Form):
    """How many people live in areas."""

    lines = TextAreaField(
        "Codes and people",
        [DataRequired("Enter at least one line.")],
        description="One area on each line: its code, a comma and the number of people, as in E06000001, 94300.",
    )
    source = StringField("Where the numbers come from", [Optional(), Length(max=200)])


class LettersForm(Form):
    """Those to whom letters are written; `chosen` names them."""

    chosen = HiddenField()


class InvitationForm(Form):
    """What is written to those who are invited; `chosen` names them."""

    chosen = HiddenField()
    subject = StringField(
        "Subject", [DataRequired("Enter a subject."), Length(max=150, message="Use at most 150 characters.")]
    )
    body = TextAreaField(
        "What you write",
        [DataRequired("Write to them in your own words."), Length(max=5000, message="Use at most 5,000 characters.")],
        description="Leave an empty line between paragraphs. The link to the consultation stands below your words.",
    )
