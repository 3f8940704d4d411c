"""Forms: shape of what people type, cleaned at the door, with a refusal that keeps every word."""

import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any

from flask import request
from flask_wtf import FlaskForm
from wtforms import EmailField as PlainEmailField
from wtforms import Field, FieldList, FileField, FormField, HiddenField, PasswordField, StringField, TextAreaField
from wtforms import Form as WholeForm
from wtforms.validators import StopValidation

from engage.core import access
from engage.core.errors import Refused
from engage.core.form_sentences import SpeaksPlainly
from engage.core.text import clean_line, clean_text, loses_what_was_meant

LOST_SESSION = (
    "This page was open for too long, or you have been signed out. Nothing is lost: check it and send it again."
)
UNSEEN_IN_ADDRESS = (
    "The email address held characters that cannot be seen. Check that what is left of it is right, and send it again."
)
TAKEN_OUT = "Characters that cannot be shown were taken out of your text. Check it and send it again."
UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})


class EmailField(PlainEmailField):
    """An email address; one that cleaning would turn into another address is refused, never mended in silence."""

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002 - wtforms gives it
        """Refuse an address of which cleaning took away more than the spaces around it."""
        typed = self.raw_data[0] if self.raw_data else ""
        if isinstance(typed, str) and unicodedata.normalize("NFC", typed.strip()) != clean_line(typed):
            raise StopValidation(UNSEEN_IN_ADDRESS)


class Cleans:
    """How the fields of every form are bound: cleaned before anything else looks at them."""

    def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Field:
        """Put the cleaning of its kind in front of each field's own filters."""
        kind = unbound_field.field_class
        given = unbound_field.kwargs.get("filters", ())
        if issubclass(kind, TextAreaField):
            options["filters"] = (_cleaned_text, *given)
        elif issubclass(kind, StringField) and not issubclass(kind, PasswordField | FileField):
            options["filters"] = (_cleaned_line, *given)
        return unbound_field.bind(form=form, **options)


class Form(FlaskForm):
    """The base of every form: lines and texts are cleaned, a failed CSRF check is an error of the form."""

    class Meta(Cleans, SpeaksPlainly, FlaskForm.Meta):
        """The gate in core/access.py checks the token, so that the form does not look a second time."""

        csrf = False

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether the form holds; each field says one thing, and a failed CSRF check stands at the top of the form."""
        holds = bool(super().validate(extra_validators))
        if request.method in UNSAFE:
            holds = self._nothing_taken_out() and holds
        for field in self:
            if len(field.errors) > 1 and not isinstance(field, FieldList):
                field.errors = field.errors[:1]
        if access.csrf_failed():
            self.form_errors.append(LOST_SESSION)
            return False
        return holds

    def validate_on_submit(self, extra_validators: Any = None) -> bool:
        """Whether the request is unsafe and the form holds."""
        return request.method in UNSAFE and self.validate(extra_validators)

    def _nothing_taken_out(self) -> bool:
        """Say at each text that cleaning changed visibly that it did; sent once more as it is now, it passes."""
        changed = [field for field in _typed(self) if loses_what_was_meant(str((field.raw_data or [""])[0]))]
        for field in changed:
            if not field.errors:
                field.errors = [TAKEN_OUT]
        for lines in self:
            if changed and isinstance(lines, FieldList):
                lines.errors = [line.errors for line in lines] if any(line.errors for line in lines) else []
        return not changed

    def refuse(self, field: str | None, sentence: str) -> None:
        """Add an error that an action found, at a field or at the top of the form."""
        if field is None:
            self.form_errors.append(sentence)
        else:
            self[field].errors = [*self[field].errors, sentence]

    def say(self, refusal: Refused) -> None:
        """Add what an action refused, at the field that it is about, or at the top where the form has no such field."""
        self.refuse(refusal.field if refusal.field in self else None, refusal.sentence)


class PartForm(WholeForm):
    """A form that takes no request of its own: one line of another form, or filters that are read by a page."""

    class Meta(Cleans, SpeaksPlainly, WholeForm.Meta):
        """The cleaning and the sentences of every form."""


def _typed(fields: Iterable[Field]) -> Iterator[Field]:
    """The fields that hold lines or text, those in the lines of a list too."""
    for field in fields:
        if isinstance(field, FieldList):
            yield from _typed(field)
        elif isinstance(field, FormField):
            yield from _typed(field.form)
        elif _is_typed(field):
            yield field


def _is_typed(field: Field) -> bool:
    """Whether a field holds lines or text that the form cleans; addresses are checked on their own."""
    others = (PasswordField, FileField, HiddenField, PlainEmailField)
    return isinstance(field, StringField) and not isinstance(field, others)


def _cleaned_line(value: Any) -> Any:
    return clean_line(value) if isinstance(value, str) else value


def _cleaned_text(value: Any) -> Any:
    return clean_text(value) if isinstance(value, str) else value
