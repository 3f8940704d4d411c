"""What is typed about copies and erasures."""

from wtforms import BooleanField, HiddenField, PasswordField, RadioField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from engage.accounts import addresses
from engage.core.forms import EmailField, Form

STAY, WITHDRAW = "stay", "withdraw"
WORDS = [
    SelectChoice(STAY, "They stay in public under “Former member”"),
    SelectChoice(WITHDRAW, "They are withdrawn, and their words are deleted"),
]


class OwnErasureForm(Form):
    """How somebody is erased who asks for it signed in."""

    comments = RadioField("Your comments", [DataRequired("Choose what becomes of your comments.")], choices=WORDS)
    present = PasswordField(
        "Your password", [DataRequired("Enter your password.")], render_kw={"autocomplete": "current-password"}
    )


def _well_formed(_form: Form, field: EmailField) -> None:
    if not addresses.is_valid(field.data or ""):
        raise ValidationError(addresses.WRONG)


class FindForm(Form):
    """Whom staff look for."""

    email = EmailField("Email address", [DataRequired("Enter the email address of the person."), _well_formed])


class CopyForm(Form):
    """A copy that staff ask for."""

    email = HiddenField(validators=[DataRequired(), _well_formed], id="copy-email")
    reason = StringField("Why the copy is made", [Length(max=300)], id="copy-reason")


class ErasureForm(Form):
    """An erasure that staff ask for."""

    email = HiddenField(validators=[DataRequired(), _well_formed], id="erase-email")
    reason = StringField("Why the person is erased", [Length(max=300)], id="erase-reason")
    comments = RadioField(
        "The person’s comments", [DataRequired("Choose what becomes of the comments.")], choices=WORDS
    )
    tell = BooleanField("Tell the person by mail when it is done", default=True)
    sure = BooleanField("I have checked that this is the right person", [DataRequired("Tick the box to go on.")])
