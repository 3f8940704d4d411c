"""In what somebody has an interest."""

from wtforms import SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from engage.core.opened import OpenedForm


def checkboxes(label: str) -> SelectMultipleField:
    """Several of the offered choices, as boxes."""
    return SelectMultipleField(label, choices=[], widget=ListWidget(prefix_label=False), option_widget=CheckboxInput())


class InterestsForm(OpenedForm):
    """The topics that concern an organisation."""

    topics = checkboxes("Topics")
