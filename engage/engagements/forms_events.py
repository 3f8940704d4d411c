"""What is typed about public events, by staff and by those who book."""

from typing import Any

from wtforms import BooleanField, IntegerField, StringField, TextAreaField, URLField, ValidationError
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from engage.accounts import addresses
from engage.core.forms import EmailField, Form
from engage.core.opened import OpenedForm


def _well_formed(_form: Form, field: Any) -> None:
    if not addresses.is_valid(field.data or ""):
        raise ValidationError(addresses.WRONG)


class EventForm(OpenedForm):
    """What everybody may know of an event."""

    summary = TextAreaField("What people can expect", [DataRequired("Say what people can expect."), Length(max=3000)])
    minutes = IntegerField(
        "How long it takes, in minutes", [InputRequired("Enter a number."), NumberRange(5, 1440)], default=120
    )
    place = TextAreaField("Where it is", [Optional(), Length(max=500)])
    access = TextAreaField(
        "Access", [Optional(), Length(max=2000)], description="Steps, lifts, toilets, hearing loop, parking, transport."
    )
    online_url = URLField("Online link", [Optional(), Length(max=300)], description="Told to those who book.")
    capacity = IntegerField(
        "How many places", [Optional(), NumberRange(1, 100_000)], description="Leave it empty for no limit."
    )
    listed = BooleanField("List it under Events, so that people can book")


class CallOffForm(Form):
    """Why an event does not take place."""

    reason = StringField("Why", [DataRequired("Say why, for those who booked are told."), Length(max=300)])


class HeardForm(OpenedForm):
    """What was heard at an event."""

    heard = TextAreaField("What was heard", [Optional(), Length(max=20_000)])


class BookingForm(Form):
    """Who comes, and what the person needs."""

    name = StringField(
        "Your name", [DataRequired("Enter your name."), Length(max=100)], render_kw={"autocomplete": "name"}
    )
    email = EmailField(
        "Your email address",
        [DataRequired("Enter your email address."), Length(max=addresses.LONGEST), _well_formed],
        description="We write to you about this event only.",
        render_kw={"autocomplete": "email"},
    )
    needs = TextAreaField(
        "What you need to take part",
        [Optional(), Length(max=1000)],
        description="For example step-free access, a sign language interpreter or large print.",
    )
