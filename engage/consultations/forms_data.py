"""What staff fill in about submissions: which file they want, and what the columns of one are."""

from wtforms import RadioField, SelectChoice
from wtforms.validators import InputRequired

from engage.consultations.models import ExportContent, ExportFormat
from engage.core.forms import Form


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
