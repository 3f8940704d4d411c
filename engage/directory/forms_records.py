"""What people type about the parts of an organisation's record."""

from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional

from engage.core.opened import OpenedForm
from engage.directory.actions.records import Parts
from engage.directory.choosing import meant
from engage.directory.models import OrganisationStatus
from engage.directory.queries.records import Record
from engage.directory.schemes import SCHEMES

STANDINGS = {each: each.label for each in OrganisationStatus}


class RecordForm(OpenedForm):
    """Codes, addresses, names that it had, and its place among others."""

    status = SelectField(
        "Where it stands", choices=[SelectChoice(each.value, name) for each, name in STANDINGS.items()]
    )
    telephone = StringField("Telephone", [Optional(), Length(max=60, message="Enter at most 60 characters.")])
    is_public = BooleanField("It agreed to a page of its own on this site")
    former_names = TextAreaField("Former names", [Optional()], description="One on each line.")
    codes = TextAreaField(
        "Codes",
        [Optional()],
        description=f"One on each line: the register ({', '.join(SCHEMES)}) and the code, as in “ods R0A”.",
    )
    addresses = TextAreaField(
        "Addresses", [Optional()], description="Each with an empty line before the next, the postcode last."
    )
    domains = TextAreaField(
        "Domains of its email addresses",
        [Optional()],
        description="One on each line, as in northvale.example. An address there proves that somebody belongs to it.",
    )
    parent = StringField(
        "Belongs to",
        [Optional()],
        description="The organisation that it is a part of: its name, a code, or its address on this site.",
    )
    successors = TextAreaField(
        "What took its place",
        [Optional()],
        description="One on each line: a name, a code, or an address on this site.",
    )

    def parts(self) -> Parts:
        """What was typed, with the organisations that it names; raises Refused for one that is not there."""
        return Parts(
            telephone=self.telephone.data or "",
            status=OrganisationStatus(self.status.data),
            is_public=bool(self.is_public.data),
            former_names=_lines(self.former_names.data),
            codes=[_code(line) for line in _lines(self.codes.data)],
            addresses=[block for block in (self.addresses.data or "").split("\n\n") if block.strip()],
            domains=_lines(self.domains.data),
            parent=meant(self.parent.data, "parent") if self.parent.data else None,
            successors=[meant(line, "successors") for line in _lines(self.successors.data)],
        )


def boxes_of(record: Record) -> dict[str, object]:
    """A record as what stands in the boxes."""
    organisation = record.organisation
    return {
        "status": organisation.status.value,
        "telephone": organisation.telephone,
        "is_public": organisation.is_public,
        "former_names": "\n".join(record.former_names),
        "codes": "\n".join(f"{each.scheme} {each.code}" for each in record.codes),
        "addresses": "\n\n".join("\n".join(filter(None, (each.lines, each.postcode))) for each in record.addresses),
        "domains": "\n".join(record.domains),
        "parent": record.parent.slug if record.parent else "",
        "successors": "\n".join(each.slug for each in record.successors),
    }


def _lines(text: str | None) -> list[str]:
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


def _code(line: str) -> tuple[str, str]:
    scheme, _, code = line.partition(" ")
    return scheme.lower().rstrip(":"), code.strip().upper()
