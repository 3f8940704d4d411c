"""The forms of the rota and of what the desk promises."""

from collections.abc import Sequence
from datetime import time

from wtforms import (
    DateField,
    IntegerField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TimeField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from engage.casework.actions import Promise
from engage.casework.queries.rota import WEEKDAYS
from engage.core.forms import Form
from engage.screening.models import DeskTerms

LAST_MINUTE = 24 * 60 - 1


def minutes_of(value: time) -> int:
    """The minute of the day; the last one means its end."""
    found = value.hour * 60 + value.minute
    return 24 * 60 if found == LAST_MINUTE else found


def time_of(minutes: int) -> time:
    """The other way round."""
    return time(*divmod(min(minutes, LAST_MINUTE), 60))


class DutyForm(Form):
    """When somebody is on duty."""

    account = SelectField("Who", [InputRequired("Choose who is on duty.")])
    weekday = SelectField("Every", choices=[SelectChoice(str(number), name) for number, name in enumerate(WEEKDAYS)])
    day = DateField(
        "Or only on", [Optional()], description="The duties of one day take the place of those of its weekday."
    )
    starts = TimeField("From", [InputRequired("Enter when it begins.")], default=time(9))
    ends = TimeField("To", [InputRequired("Enter when it ends.")], default=time(17))

    def offer(self, people: Sequence[tuple[int, str]]) -> "DutyForm":
        """Offer these people."""
        self.account.choices = [SelectChoice(str(number), name) for number, name in people]
        return self


def _number(label: str, description: str = "", least: int = 0, most: int = 10_000) -> IntegerField:
    wrong = f"Enter a number from {least} to {most:,}."
    return IntegerField(label, [InputRequired(wrong), NumberRange(least, most, wrong)], description=description)


class TermsForm(Form):
    """What the desk promises, and how it defends itself."""

    weekdays = SelectMultipleField(
        "The desk works on",
        choices=[SelectChoice(str(number), name) for number, name in enumerate(WEEKDAYS)],
        widget=ListWidget(),
        option_widget=CheckboxInput(),
    )
    opens = TimeField("From", [InputRequired("Enter when the desk opens.")])
    closes = TimeField("To", [InputRequired("Enter when the desk closes.")])
    decide_hours = _number("A comment is decided within (working hours)", "The public reads it by the form.", 1, 1000)
    appeal_days = _number("An appeal is answered within (working days)", "", 1, 200)
    illegal_hours = _number("A report of illegal content is answered within (working hours)", "", 1, 1000)
    absent_minutes = _number(
        "With nobody on duty, new comments are held after (minutes)", "0 never holds them for that.", 0, 1440
    )
    flood_source = _number("A thread slows down from so many comments a minute of one person", "0 never.")
    flood_thread = _number("Or from so many a minute in all", "0 never.")
    slow_minutes = _number("Then one comment of each person in (minutes)", "", 1, 600)
    slow_lasts = _number("For (minutes)", "", 1, 1440)

    @classmethod
    def of(cls, terms: DeskTerms, **options: None) -> "TermsForm":
        """The form filled with what is promised now."""
        values = {name: getattr(terms, name) for name in Promise.__dataclass_fields__}
        values |= {"weekdays": list(terms.weekdays), "opens": time_of(terms.opens), "closes": time_of(terms.closes)}
        return cls(**values, **options)

    @property
    def promise(self) -> Promise:
        """What was typed."""
        numbers = {
            name: self[name].data
            for name in Promise.__dataclass_fields__
            if name not in ("weekdays", "opens", "closes")
        }
        return Promise(
            weekdays="".join(sorted(self.weekdays.data or [])),
            opens=minutes_of(self.opens.data),
            closes=minutes_of(self.closes.data),
            **numbers,
        )


class HolidayForm(Form):
    """A day on which the desk rests, or works after all."""

    holiday = DateField("Day", [InputRequired("Enter the day.")])
    title = StringField(
        "Its name", [Optional(), Length(max=80)], description="Leave it empty to work on that day after all."
    )
