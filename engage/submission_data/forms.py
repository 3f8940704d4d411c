"""What staff fill in about submissions: which file they want, and what the columns of one are."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, cast

from flask_wtf.file import FileField, FileRequired
from wtforms import RadioField, SelectChoice, SelectField
from wtforms.validators import InputRequired, Optional

from engage.consultations.definition import Definition
from engage.core.exporting import ExportFormat
from engage.core.forms import Form
from engage.submission_data.imports import targets_of
from engage.submission_data.models import ExportContent


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
