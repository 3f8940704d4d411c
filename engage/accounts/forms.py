"""What people type about their accounts."""

from typing import Any

from wtforms import BooleanField, PasswordField, RadioField, SelectField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Optional

from engage.accounts import addresses, passwords
from engage.core.forms import EmailField, Form
from engage.core.permissions import STAFF, Role
from engage.core.text import is_blank

ROLE_NAMES = {role: role.label for role in Role if role in STAFF}
ROLE_WORK = {
    Role.AUTHOR.value: "Writes plans and posts; somebody else publishes them.",
    Role.EDITOR.value: "Writes and publishes plans, posts and pages.",
    Role.MODERATOR.value: "Reads what waits, approves or rejects it, answers reports.",
    Role.OFFICER.value: "Keeps the directory, runs consultations and events, sees who is silent.",
    Role.ANALYST.value: "Reads what people have said and reports on it.",
    Role.ADMINISTRATOR.value: "May do everything, and says who else may.",
}

ROLE_CHOICES = [SelectChoice(role.value, name) for role, name in ROLE_NAMES.items()]


def _email(
    message: str = "Enter your email address.", autocomplete: str = "email", label: str = "Email address"
) -> Any:
    return EmailField(
        label,
        [DataRequired(message), Length(max=addresses.LONGEST, message="This address is too long."), _well_formed],
        render_kw={"autocomplete": autocomplete, "spellcheck": "false", "autocapitalize": "none"},
    )


def _well_formed(_form: Form, field: Any) -> None:
    if not addresses.is_valid(field.data or ""):
        raise ValidationError(addresses.WRONG)


def _visible(_form: Form, field: Any) -> None:
    if is_blank(field.data or ""):
        raise ValidationError("Enter your name.")


def _name() -> Any:
    return StringField(
        "Your name",
        [
            DataRequired("Enter your name."),
            Length(max=100, message="Enter a name of at most 100 characters."),
            _visible,
        ],
        description="As it will be shown beside what you say.",
        render_kw={"autocomplete": "name"},
    )


def _role() -> Any:
    return StringField(
        "Your role",
        [Optional(), Length(max=120, message="Enter a role of at most 120 characters.")],
        description="If you speak for an organisation, for example “Director of Commissioning”.",
        render_kw={"autocomplete": "organization-title"},
    )


def _organisation() -> Any:
    return StringField(
        "Your organisation",
        [Optional(), Length(max=160, message="Enter an organisation of at most 160 characters.")],
        render_kw={"autocomplete": "organization"},
    )


def _new_password(label: str = "Password") -> Any:
    return PasswordField(
        label,
        [DataRequired("Enter a password.")],
        description=f"At least {passwords.SHORTEST} characters. Three words together make a good one.",
        render_kw={"autocomplete": "new-password"},
    )


def _present_password(label: str = "Your present password") -> Any:
    return PasswordField(
        label,
        [DataRequired("Enter your password.")],
        render_kw={"autocomplete": "current-password"},
    )


class SignInForm(Form):
    """Address and password."""

    email = EmailField(
        "Email address",
        [DataRequired("Enter your email address.")],
        render_kw={"autocomplete": "username", "spellcheck": "false", "autocapitalize": "none"},
    )
    password = _present_password(label="Password")


class RegisterForm(Form):
    """Who wants an account."""

    name = _name()
    email = _email()


class AddressForm(Form):
    """An address to write to."""

    email = _email(autocomplete="username")


class FirstPasswordForm(Form):
    """What makes a registered account usable."""

    name = _name()
    password = _new_password()


class NewPasswordForm(Form):
    """A password in place of a forgotten one."""

    password = _new_password("New password")


class ChangePasswordForm(Form):
    """A password in place of a known one."""

    present = _present_password()
    password = _new_password("New password")


class ChangeAddressForm(Form):
    """A new address, and the proof that it is the account's person who asks."""

    email = _email("Enter the new email address.", label="New email address")
    present = _present_password()


class DetailsForm(Form):
    """What is shown beside what a person says."""

    name = _name()
    role = _role()
    organisation = _organisation()


class CloseForm(Form):
    """How an account is closed."""

    names = RadioField(
        "Your name beside what you have said in public",
        choices=[
            SelectChoice("removed", "Show “Former member” instead of my name"),
            SelectChoice("kept", "Keep my name where I gave it"),
        ],
        default="removed",
    )
    present = _present_password()


class SearchForm(Form):
    """Which accounts are listed."""

    q = StringField("Name or address", [Optional(), Length(max=200)])
    role = SelectField("Role", [Optional()], choices=[SelectChoice("", "Any"), *ROLE_CHOICES])


class GrantForm(Form):
    """A role and where it holds."""

    role = RadioField("Role", [DataRequired("Choose a role.")], choices=ROLE_CHOICES)
    area = SelectField("Where", [Optional()], choices=[SelectChoice("", "Everywhere")])


class CloseForOtherForm(Form):
    """An administrator closes somebody's account."""

    sure = BooleanField("I have checked that this is the right account", [DataRequired("Tick the box to go on.")])
    names_kept = BooleanField("Keep the person’s name beside what was said in public")
