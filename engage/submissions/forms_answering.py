"""What respondents type beside their answers: for whom they speak, their code, and what may be published."""

from typing import Any

from wtforms import BooleanField, HiddenField, RadioField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from engage.accounts import addresses
from engage.core.forms import EmailField, Form
from engage.submissions.models import Consent, Respondent

LONGEST = 200
TOO_LONG = f"Use at most {LONGEST} characters."


def _well_formed(_form: Form, field: Any) -> None:
    if field.data and not addresses.is_valid(field.data):
        raise ValidationError(addresses.WRONG)


def _named_for_somebody(form: Any, field: Any) -> None:
    if form.respondent.data == Respondent.SOMEBODY and not field.data:
        raise ValidationError("Enter the name of the person for whom you answer.")


class WhoForm(Form):
    """For whom somebody answers, and where the link and the receipt go."""

    respondent = RadioField(
        "Who are you answering for?",
        [InputRequired("Choose who you are answering for.")],
        choices=[
            SelectChoice(Respondent.SELF.value, "Myself"),
            SelectChoice(Respondent.SOMEBODY.value, "Somebody else, for example as a carer or a parent"),
            SelectChoice(Respondent.ORGANISATION.value, "An organisation"),
        ],
    )
    for_name = StringField(
        "Name of the person you answer for",
        [_named_for_somebody, Length(max=LONGEST, message=TOO_LONG)],
        render_kw={"autocomplete": "off"},
    )
    for_relation = StringField(
        "How you know them",
        [Optional(), Length(max=LONGEST, message=TOO_LONG)],
        description="For example: I am her carer, I am his mother.",
    )
    name = StringField(
        "Your name",
        [Optional(), Length(max=LONGEST, message=TOO_LONG)],
        description="You choose at the end whether it may be shown.",
        render_kw={"autocomplete": "name"},
    )
    email = EmailField(
        "Your email address",
        [Optional(), Length(max=addresses.LONGEST, message="This address is too long."), _well_formed],
        description="We send you a link to come back to your answers, and a receipt. Nothing else without asking.",
        render_kw={"autocomplete": "email", "spellcheck": "false", "autocapitalize": "none"},
    )


class BeginResponseForm(WhoForm):
    """The same where a response is begun; `once` is signed, and tells a form that is sent twice from a second one."""

    once = HiddenField()


class ChangeWhoForm(WhoForm):
    """The same once a draft was begun: it stays a person's."""

    respondent = RadioField(
        "Who are you answering for?",
        [InputRequired("Choose who you are answering for.")],
        choices=[
            SelectChoice(Respondent.SELF.value, "Myself"),
            SelectChoice(Respondent.SOMEBODY.value, "Somebody else, for example as a carer or a parent"),
        ],
    )


class CodeForm(Form):
    """The secret code of a response."""

    code = StringField(
        "Your code",
        [DataRequired("Enter your code."), Length(max=100, message="A code has 13 letters and digits.")],
        description="13 letters and digits, for example K7QM-4TXP-9DRWH. Capitals and hyphens do not matter.",
        render_kw={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"},
    )


class ButtonForm(Form):
    """A form that is one button."""


class CorrectionForm(Form):
    """That somebody goes on with the corrected questions that were shown."""

    definition = HiddenField()

    @property
    def number(self) -> int:
        """The number of the questions; 0 where the form has none."""
        typed = self.definition.data or ""
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


class SendForm(Form):
    """What somebody agrees to when sending."""

    revision = HiddenField()
    consent = RadioField(
        "May we publish your answers?",
        [InputRequired("Choose whether we may publish your answers.")],
        choices=[
            SelectChoice(Consent.NAMED.value, "Yes, with my name"),
            SelectChoice(Consent.UNNAMED.value, "Yes, without my name"),
            SelectChoice(Consent.NONE.value, "No"),
        ],
    )
    name = StringField(
        "Your name",
        [Length(max=LONGEST, message=TOO_LONG)],
        render_kw={"autocomplete": "name"},
    )
    notice = BooleanField(
        "I have read how my answers are used",
        [InputRequired("Tick the box when you have read how your answers are used.")],
    )

    def validate_name(self, field: Any) -> None:
        """A name is needed where it is to be shown."""
        if self.consent.data == Consent.NAMED and not field.data:
            raise ValidationError("Enter the name with which your answers may be published.")

    def revision_read(self) -> int | None:
        """The revision that the person checked."""
        typed = self.revision.data or ""
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else None
