"""The forms of casework."""

from collections.abc import Sequence
from datetime import datetime, time
from zoneinfo import ZoneInfo

from wtforms import DateField, HiddenField, RadioField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Email, InputRequired, Length, Optional

from engage.casework.actions.appeals import LONGEST
from engage.casework.models import Worry
from engage.comments.models import Reason
from engage.core.forms import EmailField, Form
from engage.core.i18n import moment_from_local
from engage.screening.models import SanctionStep


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


class SanctionForm(Form):
    """A warning, or what somebody may not do for a time."""

    step = RadioField(
        "What is decided",
        [InputRequired("Choose what is decided.")],
        choices=[SelectChoice(step.value, step.label) for step in SanctionStep],
    )
    reason = SelectField("Rule that was broken", [InputRequired("Choose the rule that was broken.")])
    says = TextAreaField(
        "What the person is told",
        [DataRequired("Say why. The person reads it."), Length(max=2_000)],
        description="It is mailed with the rule, the end and the way to appeal.",
    )
    ends_on = DateField("Until the end of", [Optional()], description="A pause needs an end.")

    def offer(self, reasons: Sequence[Reason]) -> "SanctionForm":
        """Offer these rules."""
        self.reason.choices = [
            SelectChoice("", "Choose a rule"),
            *(SelectChoice(reason.key, f"{reason.rule}. {reason.label}") for reason in reasons),
        ]
        return self

    def ends_at(self, zone: ZoneInfo) -> datetime | None:
        """The end of the day that was typed."""
        if self.ends_on.data is None:
            return None
        return moment_from_local(datetime.combine(self.ends_on.data, time(23, 59)), zone)


class NoteForm(Form):
    """A note for other moderators."""

    text = TextAreaField("Note", [DataRequired("Write the note."), Length(max=2_000)], id="note-text")


class OpinionForm(Form):
    """A question to a colleague, or the answer."""

    text = TextAreaField("Your question or view", [DataRequired("Write something."), Length(max=2_000)])
    asked_of = SelectField("Ask", [Optional()])

    def offer(self, people: Sequence[tuple[int, str]]) -> "OpinionForm":
        """Offer these colleagues."""
        self.asked_of.choices = [
            SelectChoice("", "Whoever is free"),
            *(SelectChoice(str(number), name) for number, name in people),
        ]
        return self


class PlainForm(Form):
    """A button and nothing else."""


class AssignForm(Form):
    """Who is to decide about a comment; `back` says from which page it was sent."""

    account = SelectField("Give it to", [Optional()])
    back = HiddenField("Back", [Optional()])

    def offer(self, people: Sequence[tuple[int, str]], chosen: int | None = None) -> "AssignForm":
        """Offer these people."""
        self.account.choices = [
            SelectChoice("", "Nobody in particular"),
            *(SelectChoice(str(number), name) for number, name in people),
        ]
        if not self.is_submitted():
            self.account.data = str(chosen or "")
        return self


class EscalationForm(Form):
    """Why a comment is serious."""

    worry = RadioField(
        "What is it?",
        [InputRequired("Choose what it is.")],
        choices=[SelectChoice(worry.value, worry.label) for worry in Worry],
    )
    note = TextAreaField("Note for those who are told", [Optional(), Length(max=2_000)])


class StepForm(Form):
    """What was done, or how it ended."""

    text = TextAreaField("What was done", [DataRequired("Write what was done."), Length(max=2_000)])


class ProcedureForm(Form):
    """What is to be done about a worry."""

    text = TextAreaField("What is to be done", [DataRequired("Write what is to be done."), Length(max=2_000)])
    people = TextAreaField(
        "Who is told at once",
        [Optional(), Length(max=2_000)],
        description="One email address on each line. While there is none, the administrators are told.",
    )


class IllegalForm(Form):
    """A report of something that is against the law."""

    comment = HiddenField("Comment")
    where = StringField(
        "Where is it?",
        [DataRequired("Say where it is."), Length(max=500)],
        description="The address of the page, or the number of the comment.",
    )
    text = TextAreaField(
        "What is against the law, and why?",
        [DataRequired("Say what is against the law, and why."), Length(max=2_000)],
    )
    name = StringField("Your name", [DataRequired("Enter your name."), Length(max=120)])
    email = EmailField(
        "Your email address",
        [
            InputRequired("Enter your email address, so that we can answer."),
            Length(max=254),
            Email("Enter an email address, such as name@example.org."),
        ],
    )


class IllegalAnswerForm(Form):
    """The answer to such a report."""

    removed = RadioField(
        "Outcome",
        [InputRequired("Choose the outcome.")],
        choices=[SelectChoice("yes", "It is taken down"), SelectChoice("no", "It stays")],
    )
    answer = TextAreaField(
        "Answer to whoever reported it",
        [DataRequired("Write the answer. It goes to whoever reported it."), Length(max=2_000)],
    )


class MoveForm(Form):
    """Where a misplaced comment goes."""

    to = SelectField("Where it belongs", [InputRequired("Choose where the comment belongs.")])

    def offer(self, publications: Sequence[tuple[int, str]]) -> "MoveForm":
        """Offer these pages."""
        self.to.choices = [
            SelectChoice("", "Choose a page"),
            *(SelectChoice(str(number), title) for number, title in publications),
        ]
        return self
