"""What is kept of two records of one person, or of one organisation."""

from collections.abc import Mapping

from wtforms import RadioField
from wtforms.fields.choices import SelectChoice

from engage.core.forms import Form
from engage.core.i18n import date_text
from engage.core.text import excerpt
from engage.directory.languages import LANGUAGES
from engage.directory.models import Channel, Contact, Format, Organisation
from engage.directory.revisions_told import CHANNELS
from engage.directory_upkeep.actions.merging_contacts import CHOSEN
from engage.directory_upkeep.actions.moving import SAID, asked_of

LONGEST = 300
UNSAID = {"channel": Channel.EMAIL, "language": "en", "format": Format.STANDARD}
Told = Mapping[str, tuple[str, str]]


def told(contact: Contact) -> dict[str, str]:
    """What a contact says of itself, in words."""
    return {
        "name": contact.name,
        "channel": CHANNELS[contact.channel],
        "language": LANGUAGES.get(contact.language, contact.language),
        "format": contact.format.label,
        "closed_at": f"Closed on {date_text(contact.closed_at)}" if contact.closed_at else "Not closed",
    }


def _was_not_said(kept: Contact, double: Contact, name: str) -> bool:
    if name == "closed_at":
        return double.closed_at is None
    return bool(getattr(kept, name) == UNSAID.get(name))


class OrganisationMergeForm(Form):
    """What is taken from which of two records of one organisation, where both say something."""

    name = RadioField("Name", default="kept")
    short_name = RadioField("Short name", default="kept")
    kind_id = RadioField("Kind", default="kept")
    description = RadioField("What it does", default="kept")
    website = RadioField("Website", default="kept")
    email = RadioField("Email address", default="kept")
    telephone = RadioField("Telephone", default="kept")
    status = RadioField("Where it stands", default="kept")
    opened_on = RadioField("Opened on", default="kept")
    parent_id = RadioField("Belongs to", default="kept")
    is_public = RadioField("Has a page that everybody sees", default="kept")

    def offer(self, kept: Organisation, double: Organisation, told: Told) -> "OrganisationMergeForm":
        """Offer what each record says, in those words; what only one of them says, or both the same, is no question.

        A page that either agreed to is proposed to stay.
        """
        asked = asked_of(kept, double)
        for name in SAID:
            if name not in asked:
                del self[name]
                continue
            said = zip(("kept", "double"), told[name], strict=True)
            self[name].choices = [SelectChoice(which, excerpt(each, LONGEST)) for which, each in said]
            if name == "is_public" and not self.is_submitted():
                self[name].data = "kept" if kept.is_public else "double"
        return self

    @property
    def from_double(self) -> list[str]:
        """The fields that are taken from the double."""
        return [name for name in SAID if name in self and self[name].data == "double"]


class MergeForm(Form):
    """What is taken from which of two records, where they differ."""

    name = RadioField("Name", default="kept")
    channel = RadioField("Wants to be reached by", default="kept")
    language = RadioField("Language", default="kept")
    format = RadioField("Format", default="kept")
    closed_at = RadioField("Closed, so that nobody writes to the person", default="kept")

    def offer(self, kept: Contact, double: Contact) -> "MergeForm":
        """Offer what each record says; what both say the same is no question.

        Proposed is what somebody said, rather than what a record has from the beginning.
        """
        mine, others = told(kept), told(double)
        for name in CHOSEN:
            if mine[name] == others[name]:
                del self[name]
            else:
                self[name].choices = [SelectChoice("kept", mine[name]), SelectChoice("double", others[name])]
                if not self.is_submitted():
                    self[name].data = "double" if _was_not_said(kept, double, name) else "kept"
        return self

    @property
    def from_double(self) -> dict[str, bool]:
        """Which of them are taken from the double."""
        return {name: self[name].data == "double" for name in CHOSEN if name in self}
