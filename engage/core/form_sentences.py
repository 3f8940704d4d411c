"""What every form says of its own accord: plain sentences in place of those of the form library."""

from typing import Any

A_NUMBER = "Enter a whole number, such as 12."
CHOOSE = "Choose one of the options."
NEEDED = "Fill this in."
SENTENCES = {
    "Field must be equal to %(other_name)s.": "Enter the same in both places.",
    "Field must be between %(min)d and %(max)d characters long.": "Use between %(min)d and %(max)d characters.",
    "Number must be at least %(min)s.": "Enter %(min)s or a higher number.",
    "Number must be at most %(max)s.": "Enter %(max)s or a lower number.",
    "Number must be between %(min)s and %(max)s.": "Enter a number from %(min)s to %(max)s.",
    "Date must be at least %(min)s.": "Enter %(min)s or a later date.",
    "Date must be at most %(max)s.": "Enter %(max)s or an earlier date.",
    "Date must be between %(min)s and %(max)s.": "Enter a date from %(min)s to %(max)s.",
    "This field is required.": NEEDED,
    "Invalid input.": "Check what you have written here.",
    "Invalid email address.": "Enter an email address in the correct format, like name@example.com.",
    "Invalid IP address.": "Enter a network address, such as 192.0.2.1.",
    "Invalid Mac address.": "Enter a device address, such as 00:00:5e:00:53:01.",
    "Invalid URL.": "Enter a web address, such as https://www.example.org.",
    "Invalid UUID.": "Check the number: it is not complete.",
    "Invalid value, must be one of: %(values)s.": "Enter one of: %(values)s.",
    "Invalid value, can't be any of: %(values)s.": "Enter something else than: %(values)s.",
    "This field cannot be edited.": "This cannot be changed here.",
    "This field is disabled and cannot have a value.": "This cannot be changed here.",
    "Invalid Choice: could not coerce.": CHOOSE,
    "Choices cannot be None.": "There is nothing to choose from.",
    "Not a valid choice.": CHOOSE,
    "Invalid choice(s): one or more data inputs could not be coerced.": "Choose from the options.",
    "Not a valid datetime value.": "Enter a date and a time such as 2026-12-19 17:00.",
    "Not a valid date value.": "Enter a date such as 2026-12-19.",
    "Not a valid time value.": "Enter a time such as 17:00.",
    "Not a valid week value.": "Enter a week such as 2026-W51.",
    "Not a valid integer value.": A_NUMBER,
    "Not a valid decimal value.": "Enter a number, such as 12.5.",
    "Not a valid float value.": "Enter a number, such as 12.5.",
}
COUNTED = {
    "Field must be at least %(min)d characters long.": ("Use at least one character.", "Use {:,} characters or more."),
    "Field cannot be longer than %(max)d characters.": ("Use one character.", "Use {:,} characters or fewer."),
    "Field must be exactly %(max)d characters long.": ("Use one character.", "Use {:,} characters."),
    "'%(value)s' are not valid choices for this field.": ("Choose from the options.", "Choose from the options."),
}


class Sentences:
    """Stands where the form library looks for translations of what it says."""

    def gettext(self, said: str) -> str:
        """Our sentence for one of the library's; whatever else it asks about stays."""
        return SENTENCES.get(said, said)

    def ngettext(self, said_of_one: str, said_of_several: str, number: int) -> str:
        """The same for a sentence that counts."""
        if said_of_several not in COUNTED:
            return said_of_one if number == 1 else said_of_several
        one, several = COUNTED[said_of_several]
        return one if number == 1 else several.format(number)


class SpeaksPlainly:
    """For the Meta of a form: its sentences are ours."""

    def get_translations(self, form: Any) -> Sentences:  # noqa: ARG002 - wtforms gives it
        """Our sentences."""
        return Sentences()
