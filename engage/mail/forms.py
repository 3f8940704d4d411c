"""Forms of subscriptions."""

from collections.abc import Sequence

from wtforms import RadioField, SelectChoice, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from engage.core.forms import EmailField, Form
from engage.mail.models import Frequency
from engage.mail.queries import Followed

OFTEN = {
    Frequency.AT_ONCE.value: "As it happens",
    Frequency.DAILY.value: "Once a day",
    Frequency.WEEKLY.value: "Once a week",
}
STOP = "stop"
CHOICES = [SelectChoice(value, label) for value, label in OFTEN.items()]


class FollowForm(Form):
    """How often a signed-in person wants to hear."""

    frequency = RadioField(
        "How often do you want to hear?",
        choices=CHOICES,
        default=Frequency.WEEKLY.value,
        validators=[InputRequired("Select how often you want to hear.")],
    )


class FollowByMailForm(FollowForm):
    """The same for somebody who is not signed in."""

    email = EmailField(
        "Your email address",
        description="We use it to send you what you ask for here, and for nothing else.",
        validators=[DataRequired("Enter your email address.")],
        render_kw={"autocomplete": "email", "spellcheck": "false"},
    )


class CorrectionForm(Form):
    """What was withdrawn, and what its readers are told instead."""

    publication = RadioField(
        "What do you want to correct?", validators=[InputRequired("Select what you want to correct.")]
    )
    subject = StringField(
        "Subject",
        validators=[DataRequired("Enter a subject."), Length(max=150, message="Use 150 characters or fewer.")],
    )
    text = TextAreaField(
        "What do you want to say?",
        description="Say what was wrong and what is right. An empty line begins a new paragraph.",
        validators=[DataRequired("Enter what you want to say.")],
    )


class ButtonForm(Form):
    """A form that is one button."""


def preference_form(followed: Sequence[Followed]) -> Form:
    """One question for each thing that is followed: how often, or no longer."""
    questions = {
        f"often-{one.subscription.id}": RadioField(
            one.name,
            choices=[*CHOICES, SelectChoice(STOP, "Stop following")],
            default=one.subscription.frequency.value,
            validators=[InputRequired("Select how often you want to hear.")],
        )
        for one in followed
    }
    made = type("PreferenceForm", (Form,), questions)()
    assert isinstance(made, Form)  # noqa: S101 - narrows
    return made


def chosen(form: Form, followed: Sequence[Followed]) -> dict[int, Frequency | None]:
    """What was chosen, by subscription."""
    answers = {one.subscription.id: form[f"often-{one.subscription.id}"].data for one in followed}
    return {number: None if answer == STOP else Frequency(answer) for number, answer in answers.items()}
