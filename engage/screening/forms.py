"""The form of a rule."""

from collections.abc import Sequence

from wtforms import IntegerField, RadioField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from engage.core.forms import Form
from engage.screening.actions import Wording
from engage.screening.models import RuleAction, RuleKind

ACTIONS = [
    SelectChoice(RuleAction.HOLD.value, "Hold the comment for a moderator"),
    SelectChoice(RuleAction.FLAG.value, "Publish as usual and mark it in the queue"),
]


class RuleForm(Form):
    """One rule that holds or flags."""

    title = StringField("Name", [DataRequired("Enter a name for the rule."), Length(max=80)])
    entries = TextAreaField(
        "Words and phrases",
        [Optional(), Length(max=1_000_000)],
        description="One on each line. Capital letters, accents, look-alike letters and spaced-out letters make no "
        "difference. A star at the end finds longer words too: idiot* finds idiotic.",
    )
    threshold = IntegerField("Number", [Optional(), NumberRange(1, 10_000, "Enter a number from 1 up.")])
    action = RadioField("What it does", choices=ACTIONS, default=RuleAction.HOLD.value)
    publication = SelectField("Where it applies", [Optional()])
    says = TextAreaField(
        "What the writer is told",
        [DataRequired("Write what the writer is told."), Length(max=500)],
        description="Plain words for a person whose comment is held, such as “It has a telephone number in it.”",
    )
    reason = TextAreaField(
        "Why there is this rule",
        [DataRequired("Write why there is this rule."), Length(max=1_000)],
        description="Only staff can read it.",
    )
    owner = SelectField("Owner", [InputRequired("Choose who looks after the rule.")])

    def shape(
        self, kind: RuleKind, owners: Sequence[tuple[int, str]], publications: Sequence[tuple[int, str]]
    ) -> "RuleForm":
        """Keep the fields that a kind has, and offer these owners and publications."""
        self.owner.choices = [SelectChoice(str(number), name) for number, name in owners]
        self.publication.choices = [
            SelectChoice("", "Everywhere"),
            *(SelectChoice(str(number), title) for number, title in publications),
        ]
        if not kind.has_entries:
            del self.entries
        if kind is RuleKind.STAFF_NAMES:
            self.entries.label.text = "Names"
        if kind.threshold:
            self.threshold.label.text = kind.threshold
        else:
            del self.threshold
        return self

    @property
    def wording(self) -> Wording:
        """What was typed."""
        return Wording(
            action=RuleAction(self.action.data),
            title=self.title.data,
            reason=self.reason.data,
            says=self.says.data,
            publication_id=int(self.publication.data) if self.publication.data else None,
            threshold=self.threshold.data if "threshold" in self else None,
            entries=(self.entries.data or "") if "entries" in self else "",
        )


class PlainForm(Form):
    """A button and nothing else."""
