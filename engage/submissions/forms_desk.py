"""What staff fill in about submissions: how their list is narrowed, and what is said of one that they type in."""

from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, RadioField, SelectChoice, SelectField, StringField
from wtforms.validators import Email, InputRequired, Length, Optional, Regexp

from engage.consultations.definition import Definition, Question, QuestionKind
from engage.consultations.definition.values import scale_of
from engage.core.forms import EmailField, Form, PartForm
from engage.core.search_words import quoted, terms
from engage.submissions.models import Channel, Consent, Respondent
from engage.submissions.queries.listing import Chosen, SubmissionFilter


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
