"""What staff type about engagements."""

from collections.abc import Iterable

from flask_wtf.file import FileField
from wtforms import HiddenField, RadioField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from engage.accounts.models import Account
from engage.core.files import DOCUMENT_TYPES
from engage.core.forms import Form
from engage.core.opened import OpenedForm
from engage.engagements.models import EngagementKind
from engage.publishing.fields import A_DATE, A_TIME, CheckboxesField, DayField, MinuteField
from engage.publishing.models import Publication

MINUTES = ["%H:%M", "%H:%M:%S"]
KINDS = [SelectChoice(kind.value, kind.label) for kind in EngagementKind]
SAID = Length(max=20_000, message="Use at most 20,000 characters. Put longer notes to it as a file.")
WHO = "One on each line. Those in the directory are recognised by name, people by their email address too."


class EngagementForm(Form):
    """What is noted of an engagement."""

    kind = RadioField("What it was", choices=KINDS, default=EngagementKind.MEETING.value)
    title = StringField(
        "What it was about",
        [DataRequired("Say in a few words what it was about."), Length(max=200, message="Use at most 200 characters.")],
    )
    day = DayField("Date", [DataRequired(A_DATE)])
    time = MinuteField("Time", [DataRequired(A_TIME)], format=MINUTES)
    place = StringField("Where", [Optional(), Length(max=200, message="Use at most 200 characters.")])
    others = TextAreaField("Who took part", [Optional(), Length(max=4000)], description=WHO)
    said = TextAreaField("What was said", [Optional(), SAID])
    publications = CheckboxesField("About which plans", coerce=int, validators=[Optional()])


class PromiseForm(OpenedForm):
    """What was promised, by whom, by when."""

    what = StringField(
        "What was promised",
        [DataRequired("Say what was promised."), Length(max=500, message="Use at most 500 characters.")],
    )
    owner = SelectField("Who sees to it", coerce=int, default=0)
    by = StringField(
        "Who promised it",
        [Optional(), Length(max=200)],
        description="If it was not a colleague: the person or the organisation.",
    )
    due = DayField("By when", [DataRequired(A_DATE)])

    def offer(self, colleagues: Iterable[Account], held: tuple[int, str] | None = None) -> None:
        """Fill the list of colleagues; one who holds the promise and has left stays in it."""
        self.owner.choices = _owners(colleagues)
        if held and held[0] not in {choice.value for choice in self.owner.choices}:
            self.owner.choices.append(SelectChoice(*held))


class QuickForm(EngagementForm):
    """An engagement logged in a minute, perhaps with one promise."""

    key = HiddenField()
    what = StringField(
        "What was promised", [Optional(), Length(max=500, message="Use at most 500 characters.")], description=""
    )
    owner = SelectField("Who sees to it", coerce=int, default=0)
    by = StringField("Who promised it, if it was not a colleague", [Optional(), Length(max=200)])
    due = DayField("By when", [Optional()])
    file = FileField("A photo or a file", [Optional()], description="For example of the flip chart.")

    def offer(self, plans: Iterable[Publication], colleagues: Iterable[Account]) -> dict[int, Publication]:
        """Fill the lists, plans that are chosen already on top; gives the plans by id."""
        chosen = set(self.publications.data or ())
        offered = {each.id: each for each in sorted(plans, key=lambda each: each.id not in chosen)}
        self.publications.choices = [SelectChoice(each.id, each.title) for each in offered.values()]
        self.owner.choices = _owners(colleagues)
        return offered


class EditForm(EngagementForm):
    """All that is noted of an engagement, with the revision that it was opened with."""

    base = HiddenField()


class FileForm(Form):
    """A file for an engagement."""

    file = FileField("File", description=f"A photo, or one of: {', '.join(DOCUMENT_TYPES)}.")
    title = StringField("What it is", [Optional(), Length(max=200)])


class KeepForm(Form):
    """How a promise was kept."""

    note = StringField("How it was kept", [Optional(), Length(max=500, message="Use at most 500 characters.")])


def _owners(colleagues: Iterable[Account]) -> list[SelectChoice]:
    return [SelectChoice(0, "Nobody here"), *(SelectChoice(each.id, each.name) for each in colleagues)]
