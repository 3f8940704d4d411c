"""Forms of the rehearsal, the launch, and what may be done afterwards."""

from wtforms import HiddenField, RadioField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Optional

from engage.consultations.forms import MINUTES, MaterialForm
from engage.core.forms import Form
from engage.publishing.fields import CheckboxesField, DayField, MinuteField

NOW, LATER = "now", "later"


class WaiverForm(Form):
    """Why a check need not pass."""

    check = HiddenField()
    reason = TextAreaField("Why this need not pass", description="The record of the launch shows it.")


class LaunchForm(Form):
    """When it opens, and what happens in the same act."""

    when = RadioField(
        "When it opens",
        choices=[
            SelectChoice(NOW, "At once"),
            SelectChoice(LATER, "At a date and time"),
        ],
        default=NOW,
        validators=[InputRequired("Select when it opens.")],
    )
    on = DayField("Date", validators=[Optional()])
    time = MinuteField("Time", format=MINUTES, validators=[Optional()])
    post = SelectField(
        "Publish a prepared post with it",
        coerce=int,
        default=0,
        description="It becomes public when it opens. Whoever follows its areas and topics hears of it by email.",
    )


class ListsForm(Form):
    """The lists of the directory to which a launch writes."""

    lists = CheckboxesField("Lists of the directory", coerce=int, validators=[Optional()])


class ReasonForm(Form):
    """A change after the launch has a reason, which everybody reads."""

    reason = TextAreaField(
        "Reason",
        description="Everybody reads it on the page of the consultation.",
        validators=[DataRequired("Say why.")],
    )


class LateMaterialForm(MaterialForm, ReasonForm):
    """A document that comes after the launch, with the reason that everybody reads."""


class ExtendForm(ReasonForm):
    """A later closing time."""

    on = DayField("New closing date", validators=[DataRequired("Enter the new date.")])
    time = MinuteField("Time", format=MINUTES, validators=[DataRequired("Enter the time.")])
    results_due = DayField("Results promised for", validators=[Optional()])


class CorrectForm(ReasonForm):
    """Another text in the place of one that people have seen; only its words change."""

    old = HiddenField()
    text = TextAreaField("The corrected text")


class ResultsForm(Form):
    """What was heard and what was decided, in a text or a post."""

    text = TextAreaField(
        "What was heard and decided",
        description="Written in Markdown. Shown first on the page.",
        validators=[Optional()],
    )
    address = StringField(
        "Web address of the post that tells the results",
        description="Such as /posts/news/what-we-heard/. Leave it empty if the text says it all.",
        validators=[Optional()],
    )
