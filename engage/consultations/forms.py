"""Forms of the desk: beginning, details, privacy notice, documents."""

from collections.abc import Iterable

from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from engage.consultations.models import Consultation
from engage.core.files import DOCUMENT_TYPES
from engage.core.forms import EmailField, Form
from engage.publishing.fields import CheckboxesField, DayField, MinuteField
from engage.publishing.models import Publication

MINUTES = ["%H:%M", "%H:%M:%S"]


class NewConsultationForm(Form):
    """A consultation begins with its title, what it is about and, perhaps, an earlier one."""

    title = StringField("Title", description="It can be changed later.", validators=[DataRequired("Enter a title.")])
    publications = CheckboxesField("What it is about", coerce=int, validators=[Optional()])
    copied = SelectField(
        "Begin with the questions and texts of", coerce=int, default=0, description="You can change all of it."
    )

    def offer(self, publications: Iterable[Publication], earlier: Iterable[Consultation]) -> dict[int, Publication]:
        """Fill the lists; gives the publications by id."""
        offered = {each.id: each for each in publications}
        self.publications.choices = [SelectChoice(each.id, each.title) for each in offered.values()]
        self.copied.choices = [
            SelectChoice(0, "Nothing: an empty consultation"),
            *(SelectChoice(each.id, each.title) for each in earlier),
        ]
        return offered


class DetailsForm(Form):
    """What a consultation says of itself, and its dates, with a mark of the words that it was opened with."""

    base = HiddenField()
    title = StringField("Title")
    summary = TextAreaField(
        "Summary", description="One or two sentences under the title and in lists.", validators=[Optional()]
    )
    to_decide = TextAreaField(
        "What will be decided", description="Who decides what, when, and how answers count.", validators=[Optional()]
    )
    already_fixed = TextAreaField(
        "What is already fixed",
        description="What cannot be changed any more, and why. People should not spend time on it.",
        validators=[Optional()],
    )
    audience = TextAreaField("Who should answer", validators=[Optional()])
    publications = CheckboxesField("What it is about", coerce=int, validators=[Optional()])
    by_name = False
    organisation = SelectField("Asked by", coerce=int, default=0)
    organisation_named = StringField("Or another, by its name", [Optional(), Length(max=200)])
    opens_on = DayField("Date", validators=[Optional()])
    opens_time = MinuteField("Time", format=MINUTES, validators=[Optional()])
    closes_on = DayField("Date", validators=[Optional()])
    closes_time = MinuteField("Time", format=MINUTES, validators=[Optional()])
    results_due = DayField(
        "Results promised for",
        description="If they are not there by then, the page says so to everybody.",
        validators=[Optional()],
    )
    contact_name = StringField("Name", validators=[Optional()])
    contact_email = EmailField("Email address", validators=[Optional()])
    contact_phone = StringField("Telephone number", validators=[Optional()])
    asks_consent = BooleanField("Ask each person whether their answers may be published")
    organisations_public = BooleanField("Publish the responses of organisations unless they refuse")


class NoticeForm(Form):
    """The privacy notice."""

    body = TextAreaField(
        "Privacy notice",
        description="What is kept, why, on which basis, for how long, who sees it, and whom to ask. In Markdown.",
    )


class MaterialForm(Form):
    """A document to put beside the questions."""

    file = FileField("File", description=f"One of: {', '.join(name.upper() for name in DOCUMENT_TYPES)}.")
    title = StringField(
        "Title", description="What people see, such as “Travel times by ward”.", validators=[Optional()]
    )
