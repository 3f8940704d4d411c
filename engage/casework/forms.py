"""The forms of casework."""

from wtforms import RadioField, SelectChoice, SelectField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from engage.casework.actions.appeals import LONGEST
from engage.core.forms import Form


class AppealForm(Form):
    """Why a writer thinks that a decision is wrong."""

    text = TextAreaField(
        "Why do you think that the decision is wrong?",
        [
            DataRequired("Say why you think that the decision is wrong."),
            Length(max=LONGEST, message=f"What you write must be {LONGEST:,} characters or fewer."),
        ],
    )


class OutcomeForm(Form):
    """The outcome of an appeal."""

    outcome = RadioField(
        "Outcome",
        [InputRequired("Choose the outcome.")],
        choices=[
            SelectChoice("upheld", "The decision stands"),
            SelectChoice("overturned", "The decision was wrong"),
        ],
    )
    answer = TextAreaField(
        "Answer to the writer",
        [DataRequired("Write the answer. It goes to the writer."), Length(max=LONGEST)],
        description="Plain words: what you looked at and why you decided so. It is mailed to the writer.",
    )


class RehearsalForm(Form):
    """Over how much of the past a rule is tried."""

    days = SelectField(
        "Comments of",
        default="90",
        choices=[
            SelectChoice("30", "the last 30 days"),
            SelectChoice("90", "the last 90 days"),
            SelectChoice("365", "the last year"),
            SelectChoice("3650", "the last ten years"),
        ],
    )
