"""What people say of a file that they take away: what for, which columns, and what kind of file."""

from wtforms import RadioField, SelectMultipleField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from engage.core.exporting import ExportFormat
from engage.core.forms import Form
from engage.directory_data.actions.exporting import LONGEST_NOTE
from engage.directory_data.models import ExportAbout, ExportPurpose
from engage.directory_data.outgoing import COLUMNS, NEEDED, with_needed


class ExportForm(Form):
    """A file of the directory."""

    purpose = RadioField(
        "What do you need it for?",
        [InputRequired("Say what you need the file for.")],
        choices=[SelectChoice(each.value, each.label) for each in ExportPurpose],
        description="It goes on record with your name.",
    )
    note = TextAreaField(
        "More about that", [Optional(), Length(max=LONGEST_NOTE, message="Write 600 characters or fewer.")]
    )
    format = RadioField(
        "Kind of file",
        choices=[SelectChoice(each.value, each.label) for each in ExportFormat],
        default=ExportFormat.CSV.value,
    )
    columns = SelectMultipleField(
        "Columns",
        [InputRequired("Choose at least one column.")],
        choices=[],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    def offer(self, about: ExportAbout) -> "ExportForm":
        """Offer the columns of such a file, all of them ticked at first."""
        needed = NEEDED.get(about, ())
        offered = {name: heading for name, heading in COLUMNS[about].items() if name not in needed}
        self.columns.choices = [SelectChoice(name, heading) for name, heading in offered.items()]
        if not self.is_submitted():
            self.columns.data = list(offered)
        self.columns.data = [name for name in self.columns.data or [] if name not in needed]
        self._about = about
        return self

    @property
    def wanted(self) -> list[str]:
        """The columns that were ticked, in the order of the file."""
        return with_needed(self._about, self.columns.data or [])
