"""What staff fill in about submissions: which file they want, and what the columns of one are."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, cast

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, HiddenField, RadioField, SelectChoice, SelectField, StringField
from wtforms.validators import Email, InputRequired, Length, Optional, Regexp

from engage.consultations.definition import Definition, Question, QuestionKind
from engage.consultations.definition.values import scale_of
from engage.consultations.imports import targets_of
from engage.consultations.models import Channel, Consent, ExportContent, ExportFormat, Respondent
from engage.consultations.queries.listing import Chosen, SubmissionFilter
from engage.core.forms import EmailField, Form, PartForm
from engage.core.search_words import quoted, terms


class ExportForm(Form):
    """Which file of submissions somebody wants."""

    content = RadioField(
        "What it holds",
        choices=[SelectChoice(content.value, content.label) for content in ExportContent],
        default=ExportContent.ANSWERS.value,
        validators=[InputRequired("Choose what the file holds.")],
    )
    format = RadioField(
        "Format",
        choices=[SelectChoice(kind.value, kind.label) for kind in ExportFormat],
        default=ExportFormat.XLSX.value,
        validators=[InputRequired("Choose a format.")],
    )


class FilterForm(PartForm):
    """How the list of submissions is narrowed; its state is in the address."""

    words = StringField("Words in answers, names and files", [Optional(), Length(max=200)])
    reference = StringField("Reference", [Optional()])
    channel = SelectField("Channel", [Optional()])
    respondent = SelectField("For whom", [Optional()])
    first = SelectField("Answered", [Optional()])
    second = SelectField("And answered", [Optional()])
    late = BooleanField("Late only")

    def offer(self, definition: Definition) -> "FilterForm":
        """Offer the options of these questions."""
        every = SelectChoice("", "All")
        self.channel.choices = [every, *(SelectChoice(one.value, one.value.capitalize()) for one in Channel)]
        self.respondent.choices = [every, *(SelectChoice(one.value, FOR_WHOM[one]) for one in Respondent)]
        answers = [
            SelectChoice("", "Anything"),
            *(choice for one in definition.questions() for choice in _offered(one)),
        ]
        self.first.choices, self.second.choices = answers, list(answers)
        return self

    @property
    def wanted(self) -> SubmissionFilter:
        """What the list is narrowed to; what is not offered narrows nothing."""
        if not self.validate():
            return SubmissionFilter()
        named = [field.data.partition(":") for field in (self.first, self.second) if field.data]
        return SubmissionFilter(
            Channel(self.channel.data) if self.channel.data else None,
            Respondent(self.respondent.data) if self.respondent.data else None,
            bool(self.late.data),
            (self.reference.data or "").strip().upper(),
            quoted(terms(self.words.data or "")),
            tuple(dict.fromkeys(Chosen(question, option) for question, _, option in named)),
        )


FOR_WHOM = {
    Respondent.SELF: "For themselves",
    Respondent.SOMEBODY: "For somebody else",
    Respondent.ORGANISATION: "For an organisation",
}


def _offered(question: Question) -> list[SelectChoice]:
    """The options by which a list can be narrowed, as `choices_of` notes them when a submission is sent."""
    if question.kind is QuestionKind.MATRIX:
        return [
            _choice(question, f"{question.key}-{row.key}", option.key, f"{row.label}: {option.label}")
            for row in question.rows
            for option in question.options
        ]
    if question.kind is QuestionKind.SCALE:
        return [_choice(question, question.key, str(number), str(number)) for number in scale_of(question)]
    if question.kind is QuestionKind.RANKING:
        return [_choice(question, question.key, one.key, f"first {one.label}") for one in question.options]
    return [_choice(question, question.key, one.key, one.label) for one in question.options]


def _choice(question: Question, key: str, option: str, label: str) -> SelectChoice:
    return SelectChoice(f"{key}:{option}", label, optgroup=question.label[:LONGEST_GROUP])


LONGEST_GROUP = 80


class UploadForm(Form):
    """A file of submissions of another system."""

    file = FileField("CSV file", validators=[FileRequired("Choose a file.")])


class ColumnsForm(Form):
    """What each column of a file is; `columns_form` adds a box for each."""

    headings: ClassVar[dict[str, str]] = {}

    @property
    def columns(self) -> dict[str, str]:
        """What was said, by heading; columns that are left out are not in it."""
        return {heading: self[name].data for name, heading in self.headings.items() if self[name].data}

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether the form holds, and no two columns are the same."""
        holds = super().validate(extra_validators)
        said = list(self.columns.values())
        for name in self.headings:
            if self[name].data and said.count(self[name].data) > 1:
                self.refuse(name, "Another column is said to be this too.")
                holds = False
        return holds


def columns_form(headings: Sequence[str], definition: Definition, known: Mapping[str, str]) -> ColumnsForm:
    """A form with a box for each column of a file, filled with what is known of it."""
    choices = [SelectChoice("", "Leave it out")]
    choices += [SelectChoice(target.id, target.label) for target in targets_of(definition).values()]
    boxes = {f"column_{number}": heading for number, heading in enumerate(headings) if heading}
    fields = {
        name: SelectField(heading, [Optional()], choices=choices, default=known.get(heading, ""))
        for name, heading in boxes.items()
    }
    return cast("ColumnsForm", type("NamedColumnsForm", (ColumnsForm,), {**fields, "headings": boxes})())


class EntryForm(Form):
    """What is said of a submission that staff type in, beside its answers."""

    key = HiddenField(validators=[InputRequired(), Regexp(r"^[0-9a-f]{24}$")])
    equality_number = HiddenField(validators=[Optional(), Regexp(r"^[0-9]{1,19}$")])
    channel = RadioField(
        "How it came",
        choices=[SelectChoice(one.value, one.value.capitalize()) for one in Channel if one is not Channel.WEB],
        validators=[InputRequired("Say how the answers came.")],
    )
    name = StringField("Name", [Optional(), Length(max=200)])
    email = EmailField("Email address", [Optional(), Email(message="Enter an address such as ana@example.org.")])
    for_name = StringField(
        "On behalf of", [Optional(), Length(max=200)], description="If they answer for somebody else."
    )
    for_relation = StringField("How they stand to that person", [Optional(), Length(max=200)])
    consent = RadioField(
        "May the answers be published?",
        choices=[
            SelectChoice(Consent.NONE.value, "No, or not said"),
            SelectChoice(Consent.UNNAMED.value, "Yes, without the name"),
            SelectChoice(Consent.NAMED.value, "Yes, with the name"),
        ],
        default=Consent.NONE.value,
    )
    scan = FileField(
        "Scan or photograph of the paper", description="A PDF, JPEG or PNG file. It is kept with the answers."
    )
