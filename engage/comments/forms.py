"""What people type when they comment."""

from collections.abc import Sequence
from typing import Any

from wtforms import (
    HiddenField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, Length, Optional

from engage.accounts import addresses
from engage.comments import codes
from engage.comments.actions.checks import LONGEST
from engage.comments.actions.reporting import LONGEST as LONGEST_REPORT
from engage.comments.models import Reason
from engage.core.forms import EmailField, Form
from engage.core.text import is_blank
from engage.directory.models import Organisation

TOO_LONG = f"Your comment must be {LONGEST:,} characters or fewer."


def _seen(sentence: str) -> Any:
    """Refuses what nobody could see: nothing, spaces, invisible characters."""

    def check(_form: Form, field: Any) -> None:
        if is_blank(field.data or ""):
            raise ValidationError(sentence)

    return check


def _well_formed(_form: Form, field: Any) -> None:
    if not addresses.is_valid(field.data or ""):
        raise ValidationError(addresses.WRONG)


def _six_digits(_form: Form, field: Any) -> None:
    if len(codes.digits_of(field.data or "")) != codes.DIGITS:
        raise ValidationError("Enter the six digits from the message.")


def _words(label: str = "Your comment") -> Any:
    return TextAreaField(
        label,
        [_seen("Write your comment."), Length(max=LONGEST, message=TOO_LONG)],
        id="comment-body",
    )


def _address() -> Any:
    return EmailField(
        "Your email address",
        [
            DataRequired("Enter your email address, so that you can confirm your comment."),
            Length(max=addresses.LONGEST, message="This address is too long."),
            _well_formed,
        ],
        id="comment-email",
        description="Not shown. We send you a link to confirm your comment.",
        render_kw={"autocomplete": "email", "spellcheck": "false", "autocapitalize": "none"},
    )


class CommentForm(Form):
    """A comment: words, who says them, and what they are about."""

    body = _words()
    name = StringField(
        "Your name",
        [
            _seen("Enter the name that will be shown with your comment."),
            Length(max=100, message="Enter a name of at most 100 characters."),
        ],
        id="comment-name",
        description="Shown with your comment.",
        render_kw={"autocomplete": "name"},
    )
    email = _address()
    role = StringField(
        "Your role",
        [Optional(), Length(max=120, message="Enter a role of at most 120 characters.")],
        id="comment-role",
        render_kw={"autocomplete": "organization-title"},
    )
    organisation = StringField(
        "Your organisation",
        [Optional(), Length(max=160, message="Enter an organisation of at most 160 characters.")],
        id="comment-organisation",
        render_kw={"autocomplete": "organization"},
    )
    # Whether what was chosen is open to the sender is asked when it is sent.
    official_for = SelectField(
        "Comment as", [Optional()], id="comment-official-for", default="", choices=[], validate_choice=False
    )
    anchor = HiddenField(id="comment-anchor")
    reply_to = HiddenField(id="comment-reply-to")
    quote = HiddenField(id="comment-quote")

    def for_account(self) -> "CommentForm":
        """Without what an account tells already."""
        del self.name, self.email
        return self

    def for_guest(self) -> "CommentForm":
        """Without what only an account may choose."""
        del self.official_for
        return self

    def offer(self, empowered_by: Sequence[Organisation]) -> None:
        """Before it is shown: a choice to reply for an organisation, if there is one."""
        if empowered_by:
            bodies = [SelectChoice(str(each.id), f"Official reply for {each.name}") for each in empowered_by]
            self.official_for.choices = [SelectChoice("", "Myself"), *bodies]
        elif "official_for" in self:
            self.form_errors.extend(self.official_for.errors)
            del self.official_for


class EditForm(Form):
    """Other words for a comment; `base` is the number of the wording that they were made from."""

    body = _words()
    base = HiddenField()

    @property
    def based_on(self) -> int | None:
        """The wording that was in the box when the page was opened; None when the page did not say."""
        said = self.base.data or ""
        return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else None


class CodeForm(Form):
    """The code from the mail."""

    code = StringField(
        "Code from the message",
        [_six_digits],
        render_kw={"inputmode": "numeric", "autocomplete": "one-time-code"},
    )


class AddressForm(Form):
    """The address to which the mail goes once more."""

    email = _address()


class ButtonForm(Form):
    """Nothing but a button."""


class ReportForm(Form):
    """Why somebody thinks that a comment breaks the policy."""

    reason = RadioField("What is wrong with it?", [DataRequired("Choose what is wrong with it.")], choices=[])
    text = TextAreaField(
        "Tell us more",
        [
            Optional(),
            Length(max=LONGEST_REPORT, message=f"What you write must be {LONGEST_REPORT:,} characters or fewer."),
        ],
    )

    def offer(self, reasons: Sequence[Reason]) -> "ReportForm":
        """Offer the rules that a comment can break."""
        self.reason.choices = [(reason.key, reason.label) for reason in reasons]
        return self
