"""What is kept of two records of one person, or of one organisation."""

from wtforms import RadioField
from wtforms.fields.choices import SelectChoice

from engage.core.forms import Form
from engage.directory.actions.merging_contacts import CHOSEN
from engage.directory.languages import LANGUAGES
from engage.directory.models import Channel, Contact, Organisation

CHANNELS = {Channel.EMAIL: "Email", Channel.PHONE: "Telephone", Channel.POST: "Post"}


def told(contact: Contact) -> dict[str, str]:
    """What a contact says of itself, in words."""
    return {
        "name": contact.name,
        "channel": CHANNELS[contact.channel],
        "language": LANGUAGES.get(contact.language, contact.language),
        "format": contact.format.label,
    }


class OrganisationMergeForm(Form):
    """By which name one organisation that has two records is known."""

    name = RadioField("Name", default="kept")

    def offer(self, kept: Organisation, double: Organisation) -> "OrganisationMergeForm":
        """Offer both names; one that both have is no question."""
        if kept.name == double.name:
            del self.name
        else:
            self.name.choices = [SelectChoice("kept", kept.name), SelectChoice("double", double.name)]
        return self

    @property
    def takes_name(self) -> bool:
        """Whether the name of the double is taken."""
        return "name" in self and self["name"].data == "double"


class MergeForm(Form):
    """What is taken from which of two records, where they differ."""

    name = RadioField("Name", default="kept")
    channel = RadioField("Wants to be reached by", default="kept")
    language = RadioField("Language", default="kept")
    format = RadioField("Format", default="kept")

    def offer(self, kept: Contact, double: Contact) -> "MergeForm":
        """Offer what each record says; what both say the same is no question."""
        mine, others = told(kept), told(double)
        for name in CHOSEN:
            if mine[name] == others[name]:
                del self[name]
            else:
                self[name].choices = [SelectChoice("kept", mine[name]), SelectChoice("double", others[name])]
        return self

    @property
    def from_double(self) -> dict[str, bool]:
        """Which of them are taken from the double."""
        return {name: self[name].data == "double" for name in CHOSEN if name in self}
