"""Forms of newsletters."""

from typing import Any

from wtforms import HiddenField, RadioField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from engage.core.forms import Form
from engage.core.i18n import number_text
from engage.core.permissions import Viewer
from engage.lists.queries import stakeholder_lists
from engage.mail.actions_newsletters import LONGEST_BODY, LONGEST_TITLE, ToWhom
from engage.mail.models import Newsletter, TargetKind
from engage.mail.queries_newsletters import followed_targets
from engage.publishing.fields import DayField, MinuteField

NOW, LATER = "now", "later"
ANYTHING = "Everybody who follows anything"


class VersionForm(Form):
    """Something about one version of a newsletter."""

    version = HiddenField()

    @property
    def opened_version(self) -> int:
        """The version that was opened; 0 for one that nobody gave out."""
        said = str(self.version.data or "")
        return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else 0


class NewsletterForm(VersionForm):
    """The words of a newsletter and to whom it goes."""

    title = StringField(
        "Title",
        description="It is the subject of the message too.",
        validators=[
            DataRequired("Enter a title."),
            Length(max=LONGEST_TITLE, message=f"Use {LONGEST_TITLE} characters or fewer."),
        ],
    )
    body = TextAreaField(
        "What do you want to say?",
        description="Written in Markdown: an empty line begins a new paragraph, “- ” a line of a list, "
        "[words](/plans/) is a link. What you draw from plans and posts comes below it.",
        validators=[
            DataRequired("Enter what you want to say."),
            Length(max=LONGEST_BODY, message=f"Use {LONGEST_BODY:,} characters or fewer."),
        ],
    )
    to_whom = SelectField("To whom does it go?", validators=[InputRequired("Select to whom it goes.")])


class SendForm(VersionForm):
    """When it leaves."""

    when = RadioField(
        "When does it leave?",
        choices=[SelectChoice(NOW, "Now"), SelectChoice(LATER, "At a date and time")],
        default=NOW,
        validators=[InputRequired("Select when it leaves.")],
    )
    date = DayField("Date", validators=[Optional()])
    time = MinuteField("Time", format=["%H:%M", "%H:%M:%S"], validators=[Optional()])


def offer_audiences(form: NewsletterForm, row: Newsletter | None, viewer: Viewer) -> NewsletterForm:
    """Fill in to whom it may go: saved lists, followers of what people follow, and what was chosen before."""
    choices = [SelectChoice(f"list:{one.id}", f"The list “{one.name}”") for one in stakeholder_lists(viewer)]
    choices += [
        SelectChoice(f"{found.kind.value}:{found.id}", f"{followers(found.kind, found.name)} ({number_text(size)})")
        for found, size in followed_targets()
    ]
    chosen = choice_of(row) if row is not None else ""
    if chosen and chosen not in {choice.value for choice in choices}:
        choices.append(SelectChoice(chosen, "As chosen before"))
    form.to_whom.choices = [SelectChoice("", "Select one"), *choices]
    return form


def followers(kind: TargetKind, name: str) -> str:
    """Those who follow a thing, in words."""
    return ANYTHING if kind is TargetKind.EVERYTHING else f"Followers of {name}"


def choice_of(row: Newsletter) -> str:
    """The choice that stands for those to whom a newsletter goes."""
    if row.list_id is not None:
        return f"list:{row.list_id}"
    return f"{row.target_kind.value}:{row.target_id}" if row.target_kind else ""


def chosen_audience(form: NewsletterForm) -> ToWhom:
    """What was chosen of what was offered."""
    kind, _, number = str(form.to_whom.data).partition(":")
    return ToWhom(list_id=int(number)) if kind == "list" else ToWhom(TargetKind(kind), int(number))


def words_of(form: NewsletterForm) -> dict[str, Any]:
    """What was typed and chosen."""
    return {"title": form.title.data or "", "body": form.body.data or "", "to_whom": chosen_audience(form)}


def facts_of(row: Newsletter) -> dict[str, Any]:
    """What a form is opened with."""
    return {"version": row.version, "title": row.title, "body": row.body, "to_whom": choice_of(row)}
