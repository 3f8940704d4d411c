"""Forms of the builder: one for each kind of question, made of the parts that the kind has."""

from typing import Any

from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, NumberRange, Optional

from engage.consultations.definition import Option, Question, QuestionKind, new_key
from engage.core.forms import Form, PartForm

SPARE_LINES = 3
A_NUMBER = "Enter a whole number."


class WholeField(IntegerField):
    """A whole number; one that is none is refused in words."""

    def process_formdata(self, valuelist: Any) -> None:
        """Take the number, or say what to write."""
        if not any(valuelist):
            self.data = None
            return
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(A_NUMBER) from error


class OptionLine(PartForm):
    """One option; emptied it is taken away."""

    key = HiddenField()
    label = StringField("Option", validators=[Optional()])
    other = BooleanField("Asks for words beside it")
    alone = BooleanField("Cannot be combined with others")


class RowLine(PartForm):
    """One line of a table of choices."""

    key = HiddenField()
    label = StringField("Line", validators=[Optional()])


class QuestionForm(Form):
    """What every kind of question has: a mark of what it was opened with, a key, the question and its help."""

    base = HiddenField()
    key = HiddenField()
    label = TextAreaField("Question", validators=[DataRequired("Write the question.")])
    help = TextAreaField(
        "Help", description="A sentence under the question, such as what you mean by a word.", validators=[Optional()]
    )
    required = BooleanField("Everybody must answer it")


class TextQuestionForm(QuestionForm):
    """A short or long text."""

    longest = WholeField(
        "Longest answer, in characters",
        description="People see how many are left. Leave it empty for no limit of yours.",
        validators=[Optional(), NumberRange(1, 100_000, "Enter a number from 1 to 100,000.")],
    )


class ChoiceQuestionForm(QuestionForm):
    """One choice."""

    options = FieldList(FormField(OptionLine))


class ManyChoiceForm(ChoiceQuestionForm):
    """Several choices."""

    least = WholeField("Choose at least", validators=[Optional(), NumberRange(1, 100, "Enter a number from 1 to 100.")])
    most = WholeField("Choose at most", validators=[Optional(), NumberRange(1, 100, "Enter a number from 1 to 100.")])


class MatrixForm(ChoiceQuestionForm):
    """A table: a line for each thing, a column for each option."""

    rows = FieldList(FormField(RowLine))


class ScaleForm(QuestionForm):
    """A scale of numbers."""

    least = WholeField("Lowest number", default=1, validators=[Optional()])
    most = WholeField("Highest number", default=5, validators=[Optional()])
    lowest_label = StringField("What the lowest means", description="Such as “Not at all”.", validators=[Optional()])
    highest_label = StringField("What the highest means", description="Such as “Entirely”.", validators=[Optional()])


class NumberForm(QuestionForm):
    """A number."""

    least = WholeField("Least", validators=[Optional()])
    most = WholeField("Most", validators=[Optional()])


class FileForm(QuestionForm):
    """Files."""

    most = WholeField(
        "Files at most", default=3, validators=[Optional(), NumberRange(1, 10, "Enter a number from 1 to 10.")]
    )


class InformationForm(QuestionForm):
    """A text to read, or a quotation from one of the publications."""

    label = TextAreaField("Heading", validators=[Optional()])
    help = TextAreaField("Text", validators=[Optional()])
    quoted = SelectField("Quote a passage of", default="", validators=[Optional()])


class PageForm(Form):
    """The title and introduction of a page of questions."""

    base = HiddenField()
    key = HiddenField()
    title = StringField("Title of the page", validators=[DataRequired("Enter a title.")])
    introduction = TextAreaField("Introduction", description="Shown above the questions.", validators=[Optional()])


_FORMS: dict[QuestionKind, type[QuestionForm]] = {
    QuestionKind.SHORT_TEXT: TextQuestionForm,
    QuestionKind.LONG_TEXT: TextQuestionForm,
    QuestionKind.ONE_CHOICE: ChoiceQuestionForm,
    QuestionKind.MANY_CHOICE: ManyChoiceForm,
    QuestionKind.SCALE: ScaleForm,
    QuestionKind.MATRIX: MatrixForm,
    QuestionKind.RANKING: ChoiceQuestionForm,
    QuestionKind.NUMBER: NumberForm,
    QuestionKind.FILE: FileForm,
    QuestionKind.INFORMATION: InformationForm,
}


def form_for(question: Question, base: str = "") -> QuestionForm:
    """The form of a question, with what it holds."""
    kind = _FORMS.get(question.kind, QuestionForm)
    held = question.model_dump(include={"key", "label", "help", "required", "longest", "least", "most"})
    held |= {"lowest_label": question.lowest_label, "highest_label": question.highest_label}
    if question.kind is QuestionKind.SCALE:
        held |= {"least": 1 if question.least is None else question.least, "most": question.most or 5}
    if question.kind is QuestionKind.FILE:
        held["most"] = question.most or 3
    lines = {"options": _lines(question.options), "rows": _lines(question.rows)}
    return kind(data={**held, **lines, "base": base, "quoted": quoted_text(question)})


def quoted_text(question: Question) -> str:
    """Which passage is quoted, as a choice of the form names it."""
    if question.publication_id is None or question.anchor is None:
        return ""
    return f"{question.publication_id}:{question.revision or 0}:{question.anchor}"


def _lines(options: tuple[Option, ...]) -> list[dict[str, Any]]:
    return [option.model_dump() for option in options]


def add_spare(form: QuestionForm) -> None:
    """Leave some empty lines at the end of each list to write in."""
    for name in ("options", "rows"):
        for _ in range(SPARE_LINES if name in form else 0):
            form[name].append_entry()


def move_line(form: QuestionForm, name: str, place: int, step: int) -> None:
    """Move a line of a list up or down, with all that was typed in it."""
    lines = [line.form.data for line in form[name]]
    other = place + step
    if 0 <= place < len(lines) and 0 <= other < len(lines):
        lines[place], lines[other] = lines[other], lines[place]
    while form[name].entries:
        form[name].pop_entry()
    for line in lines:
        form[name].append_entry(line)


def question_of(form: QuestionForm, held: Question) -> Question:
    """The question as the form has it; what it has no box for stays as it is held."""
    values: dict[str, Any] = {"label": form.label.data or "", "help": form.help.data or ""}
    values["required"] = bool(form.required.data) and held.asks
    for name in ("longest", "least", "most", "lowest_label", "highest_label"):
        if name in form:
            values[name] = form[name].data
    for name in ("options", "rows"):
        if name in form:
            values[name] = tuple(_options(form[name]))
    if "quoted" in form:
        values |= _quotation(form["quoted"].data or "")
    return Question.model_validate(held.model_dump() | values)


def _options(lines: FieldList) -> list[Option]:
    found = []
    for line in lines:
        label = line.form.label.data or ""
        if label:
            flags = {name: bool(line.form[name].data) for name in ("other", "alone") if name in line.form}
            found.append(Option(key=line.form.key.data or new_key(), label=label, **flags))
    return found


def _quotation(said: str) -> dict[str, Any]:
    publication, _, rest = said.partition(":")
    revision, _, anchor = rest.partition(":")
    if not (publication.isdigit() and revision.isdigit() and anchor):
        return {"publication_id": None, "revision": None, "anchor": None}
    return {"publication_id": int(publication), "revision": int(revision) or None, "anchor": anchor}
