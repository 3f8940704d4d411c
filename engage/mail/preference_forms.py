"""Forms of the preference centre."""

from collections.abc import Iterable

from wtforms import DateField, SelectChoice, SelectField, SelectMultipleField
from wtforms.validators import DataRequired, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from engage.core.forms import EmailField, Form
from engage.mail.kinds import Kind
from engage.mail.periods import WEEKDAYS
from engage.mail.preferences import HOURS

USUAL = SelectChoice("", "At our usual time")


class TimeForm(Form):
    """At which hour and on which weekday."""

    hour = SelectField(
        "Hour",
        choices=[USUAL, *(SelectChoice(str(hour), f"{hour:02d}:00") for hour in HOURS)],
    )
    weekday = SelectField(
        "Day of weekly updates",
        choices=[
            SelectChoice("", "On our usual day"),
            *(SelectChoice(str(place), name) for place, name in enumerate(WEEKDAYS, 1)),
        ],
    )

    def chosen(self) -> tuple[int | None, int | None]:
        """The hour and the weekday; None is the site's own."""
        hour, weekday = self.hour.data, self.weekday.data
        return (int(hour) if hour else None, int(weekday) if weekday else None)


class PauseForm(Form):
    """Until which day."""

    until = DateField(
        "Send nothing before", [Optional()], description="The first day on which we may write to you again."
    )


class ObjectForm(Form):
    """Which kinds of messages are not wanted."""

    kinds = SelectMultipleField(
        "Do not send me messages",
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    def offer(self, kinds: Iterable[Kind]) -> "ObjectForm":
        """Fill in what may be objected to."""
        self.kinds.choices = [SelectChoice(kind.key, kind.label) for kind in kinds]
        return self


class AddressForm(Form):
    """Another address."""

    email = EmailField(
        "Your new email address",
        validators=[DataRequired("Enter your new email address.")],
        render_kw={"autocomplete": "email", "spellcheck": "false"},
    )


class AgreeForm(Form):
    """The button with which an address agrees."""
