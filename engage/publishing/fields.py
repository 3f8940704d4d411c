"""Fields that say in plain words what is wrong with a date, a time or a year."""

from collections.abc import Sequence
from typing import Any

from wtforms import DateField, Field, IntegerField, SelectMultipleField, TimeField
from wtforms.widgets import CheckboxInput, ListWidget

A_DATE = "Enter a real date, such as 12 March 2027."
A_TIME = "Enter a time from 00:00 to 23:59, such as 09:30."
A_YEAR = "Enter a year with four digits, such as 2027."


def _in_words(field: Field, process: Any, values: Sequence[str], sentence: str) -> None:
    if not any(values):
        field.data = None
        return
    try:
        process(values)
    except ValueError as error:
        raise ValueError(sentence) from error


class DayField(DateField):
    """A date."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Take the date, or say how to write one."""
        _in_words(self, super().process_formdata, valuelist, A_DATE)


class MinuteField(TimeField):
    """A time to the minute."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Take the time, or say how to write one."""
        _in_words(self, super().process_formdata, valuelist, A_TIME)


class YearField(IntegerField):
    """A year."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Take the year, or say how to write one."""
        _in_words(self, super().process_formdata, valuelist, A_YEAR)


class CheckboxesField(SelectMultipleField):
    """Several of a list, each with its own box."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()
