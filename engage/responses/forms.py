"""What moderators decide about a response, and what officers highlight."""

from collections.abc import Sequence

from wtforms import HiddenField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, NumberRange, Optional

from engage.comments.models import Reason
from engage.core.forms import Form
from engage.core.text import excerpt
from engage.responses.queries.response_texts import Passage


class PassForm(Form):
    """A decision about what was sent under a version."""

    version = HiddenField()
    reason = RadioField("Or give a reason", [Optional()], choices=[])
    note = TextAreaField(
        "What the respondent is told beside the reason",
        [Optional(), Length(max=2000, message="Write 2,000 characters or fewer.")],
    )
    question = SelectField("Answer to", [Optional()], choices=[])
    passage = TextAreaField(
        "Words to black out",
        [Optional()],
        description="Copy them exactly as they stand in the answer.",
    )
    occurrence = IntegerField(
        "Which one, if they stand there more than once", [Optional(), NumberRange(min=1, max=999)], default=1
    )

    def offer(self, reasons: Sequence[Reason], passages: Sequence[Passage]) -> "PassForm":
        """Offer the reasons of the policy, and the answers that hold words."""
        self.reason.choices = [SelectChoice(each.key, f"{each.rule}. {each.label}") for each in reasons]
        self.question.choices = [SelectChoice(each.question, excerpt(each.label, 70)) for each in passages]
        return self


class HighlightForm(Form):
    """Words that stand out."""

    quotes = TextAreaField(
        "Quotations",
        [Optional(), Length(max=2000, message="Write 2,000 characters or fewer.")],
        description="One on each line, word for word as they stand in the published response. "
        "Leave it empty to highlight the response no more.",
    )
    spokesperson = StringField(
        "Who speaks for it",
        [Optional(), Length(max=200, message="Enter at most 200 characters.")],
        description="Name and office, for example “Rita Amis, Chair”. Ask the person first.",
    )
