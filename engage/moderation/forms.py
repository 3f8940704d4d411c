"""The forms of the moderators' desk."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import DataRequired, Email, InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from engage.comments.models import Reason
from engage.core.forms import EmailField, Form
from engage.core.i18n import moment_from_local
from engage.core.text import excerpt
from engage.moderation.actions.deciding import LONGEST_NOTE, NO_PASSAGE, Read
from engage.moderation.models import Verdict
from engage.moderation.passages import name_of, parts_of

LONGEST_PART = 160
MODES = [SelectChoice("before", "Before publication"), SelectChoice("after", "After publication")]


def _choices(reasons: Sequence[Reason]) -> list[SelectChoice]:
    return [SelectChoice(reason.key, f"{reason.rule}. {reason.label}") for reason in reasons]


class HiddenNumber(IntegerField):
    """A number that the page carries for the server."""

    widget = HiddenInput()

    def carry(self, number: int) -> None:
        """Carry another number than the one that was sent."""
        self.data, self.raw_data = number, None


class DecisionForm(Form):
    """What a moderator says about one comment; the button that was pressed says which decision it is."""

    revision = HiddenNumber("The wording that you read", [InputRequired("Open the comment again.")])
    seen = HiddenNumber("The last decision that you knew of", [InputRequired("Open the comment again.")])
    reason = RadioField("Reason", [Optional()])
    note = TextAreaField(
        "Note for the record",
        [Optional(), Length(max=LONGEST_NOTE, message=f"The note must be {LONGEST_NOTE:,} characters or fewer.")],
        description="Moderators and auditors can read it. The writer cannot.",
    )
    passage = TextAreaField(
        "Words to black out",
        [Optional(), Length(max=20_000)],
        description="Paste them exactly as they stand in the comment.",
    )
    part = SelectMultipleField(
        "What is it about?",
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validate_choice=False,
        description="The writer sees these sentences marked.",
    )
    marked = TextAreaField(
        "Or these words",
        [Optional(), Length(max=20_000)],
        description="Exactly as they stand in the comment, each passage on a line of its own.",
    )
    occurrence = IntegerField(
        "Which time, if they stand there more than once",
        [Optional(), NumberRange(1, 1000, "Enter 1 for the first time, 2 for the second and so on.")],
        default=1,
    )

    def offer(self, reasons: Sequence[Reason]) -> "DecisionForm":
        """Offer these reasons."""
        self.reason.choices = _choices(reasons)
        return self

    def offer_parts(self, source: str) -> "DecisionForm":
        """Offer the parts of the text for marking."""
        self.part.choices = [
            SelectChoice(name_of((start, end)), excerpt(source[start:end], LONGEST_PART))
            for start, end in parts_of(source)
        ]
        return self

    def show(self, revision: int, seen: int) -> None:
        """Carry what the page is about to show, also where it was sent with something older."""
        self.revision.carry(revision)
        self.seen.carry(seen)

    def forget_misplaced_reason(self, act: str) -> None:
        """After a button that takes no reason: nobody can take a choice of one out again, so the form does."""
        if act in (Verdict.APPROVED, Verdict.KEPT, Verdict.RESTORED):
            self.reason.data = None

    def miss_passage(self, act: str) -> None:
        """Beside another fault of the button that blacks out, say that its passage is missing too."""
        if act == Verdict.REDACTED and not (self.passage.data or "").strip() and not self.passage.errors:
            self.refuse("passage", NO_PASSAGE)

    @property
    def read(self) -> Read:
        """What the moderator had read."""
        return Read(self.revision.data, self.seen.data)


class SelectionForm(Form):
    """Comments of the queue that are decided about together."""

    item = SelectMultipleField("Comments", widget=ListWidget(), option_widget=CheckboxInput(), validate_choice=False)
    reason = SelectField("Reason for rejecting", [Optional()])

    def offer(self, reasons: Sequence[Reason]) -> "SelectionForm":
        """Offer these reasons."""
        self.reason.choices = [SelectChoice("", "Choose a reason"), *_choices(reasons)]
        return self

    @property
    def read(self) -> dict[int, Read]:
        """What had been read of each chosen comment."""
        found = {}
        for key in self.item.data or []:
            comment_id, _, read = key.partition(".")
            revision, _, seen = read.partition(".")
            if all(part.isdecimal() and len(part) < 18 for part in (comment_id, revision, seen)):
                found[int(comment_id)] = Read(int(revision), int(seen))
        return found


class BulkForm(Form):
    """One decision about all that a filter finds, as the page showed it at a moment."""

    until = HiddenField("The moment of this page", [InputRequired("Look at the list again.")])
    verdict = RadioField(
        "Decision",
        [InputRequired("Choose whether to approve or to reject.")],
        choices=[SelectChoice("rejected", "Reject all"), SelectChoice("approved", "Approve all")],
    )
    reason = SelectField("Reason for rejecting", [Optional()])
    note = TextAreaField(
        "Note for the record",
        [Optional(), Length(max=LONGEST_NOTE, message=f"The note must be {LONGEST_NOTE:,} characters or fewer.")],
        description="Moderators and auditors can read it. The writers cannot.",
    )

    def offer(self, reasons: Sequence[Reason]) -> "BulkForm":
        """Offer these reasons."""
        self.reason.choices = [SelectChoice("", "Choose a reason"), *_choices(reasons)]
        return self

    @property
    def moment(self) -> datetime | None:
        """The moment of the page; nothing where it was forged."""
        try:
            found = datetime.fromisoformat(self.until.data or "")
        except ValueError:
            return None
        return found if found.tzinfo is not None else None


class FilterForm(Form):
    """How the queue is narrowed; its state is in the address."""

    q = StringField("Words, name or address", [Optional()])
    kind = SelectField("Kind", [Optional()])
    publication = SelectField("Publication", [Optional()])
    area = SelectField("Area", [Optional()])
    age = SelectField("Waiting for", [Optional()])
    held = SelectField("Held because of", [Optional()])
    language = SelectField("Language", [Optional()])

    def offer(self, choices: Mapping[str, Sequence[tuple[str, str]]]) -> "FilterForm":
        """Offer these choices, by the name of the field."""
        for name, pairs in choices.items():
            self[name].choices = [SelectChoice("", "All"), *(SelectChoice(value, label) for value, label in pairs)]
        return self


class ViewForm(Form):
    """A name for a way of narrowing the queue."""

    label = StringField(
        "Name of this view",
        [DataRequired("Enter a name."), Length(max=40, message="The name must be 40 characters or fewer.")],
    )


class ReasonForm(Form):
    """One reason for rejecting, hiding or blacking out."""

    key = StringField(
        "Key",
        [Optional(), Length(max=60)],
        description="Small letters and hyphens. It stands in the record and cannot be changed later.",
    )
    rule = StringField(
        "Rule",
        [DataRequired("Enter the number of the rule."), Length(max=20)],
        description="Its number in the moderation policy.",
    )
    label = StringField(
        "Short name",
        [DataRequired("Enter a short name."), Length(max=80)],
        description="What moderators choose and the writer reads first, such as “Attacks a person”.",
    )
    text = TextAreaField(
        "What the writer is told",
        [DataRequired("Write what the writer is told."), Length(max=2_000)],
        description="In plain words: what is wrong with the comment.",
    )
    revise = TextAreaField(
        "How to revise",
        [Optional(), Length(max=2_000)],
        description="What the writer can do so that the comment can be published.",
    )
    position = IntegerField(
        "Place in the list", [InputRequired("Enter a number."), NumberRange(0, 10_000, "Enter a number from 0 up.")]
    )
    active = BooleanField("Moderators can choose it", default=True)


class ThreadForm(Form):
    """How comments on a publication are taken."""

    mode = RadioField("When a moderator reads them", choices=MODES)
    is_open = RadioField("Comments", choices=[SelectChoice("yes", "Open"), SelectChoice("no", "Closed")])
    closes_on = DateField("Closing date", [Optional()])
    closes_time = TimeField("Closing time", [Optional()])
    closed_reason = TextAreaField(
        "Why comments are closed, or will be",
        [Optional(), Length(max=500)],
        description="Everybody reads it in place of the form.",
    )
    question = TextAreaField(
        "A question to the readers", [Optional(), Length(max=500)], description="Stands above the comment form."
    )

    def closes_at(self, zone: ZoneInfo) -> datetime | None:
        """The closing moment, on the site's clock; a date without a time means the end of that day."""
        if self.closes_on.data is None:
            return None
        typed: Any = self.closes_time.data or datetime.max.time().replace(second=0, microsecond=0)
        return moment_from_local(datetime.combine(self.closes_on.data, typed), zone)

    def validate_closes_time(self, field: TimeField) -> None:
        """A time alone says nothing."""
        if field.data is not None and self.closes_on.data is None and not self.closes_on.raw_data[0]:
            self.closes_on.errors = [*self.closes_on.errors, "Enter the closing date as well."]


class BlockForm(Form):
    """An address from which no comment is taken."""

    email = EmailField(
        "Email address",
        [
            InputRequired("Enter the email address that you want to block."),
            Length(max=254),
            Email("Enter an email address, such as name@example.org."),
        ],
    )
    reason = SelectField("Reason", [InputRequired("Choose a reason.")])
    note = TextAreaField(
        "Note for the record", [Optional(), Length(max=LONGEST_NOTE)], description="Only staff can read it."
    )

    def offer(self, reasons: Sequence[Reason]) -> "BlockForm":
        """Offer these reasons."""
        self.reason.choices = [SelectChoice("", "Choose a reason"), *_choices(reasons)]
        return self


class StopForm(Form):
    """Why comments are stopped everywhere."""

    reason = TextAreaField(
        "What people are told",
        [DataRequired("Say why comments are stopped. Everybody will read it."), Length(max=500)],
        description="It stands in place of every comment form until comments are allowed again.",
    )
    confirmed = HiddenField("Confirmed")


class PlainForm(Form):
    """A button and nothing else."""
