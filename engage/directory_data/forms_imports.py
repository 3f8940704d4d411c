"""What people say of a file that is taken in: what it is, what its columns are, and how."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, ClassVar, cast

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from engage.core.forms import Form
from engage.directory import queries
from engage.directory.actions.contacts import LONGEST_NOTE
from engage.directory.models import Basis
from engage.directory_data import contact_rows
from engage.directory_data.actions.import_runs import LONGEST_SOURCE
from engage.directory_data.models import DirectoryImport, ImportKind
from engage.taxonomy import area_rows
from engage.taxonomy.models import AreaKind

LABELS = {ImportKind.CONTACTS: contact_rows.LABELS, ImportKind.AREAS: area_rows.LABELS, ImportKind.ORGANISATIONS: {}}
NEEDED = {ImportKind.CONTACTS: ("name",), ImportKind.AREAS: ("code", "name"), ImportKind.ORGANISATIONS: ()}


class UploadForm(Form):
    """A file and what it is."""

    kind = RadioField("What is in the file?", [InputRequired("Say what is in the file.")], choices=[])
    source = StringField(
        "Where is it from?",
        [Optional(), Length(max=LONGEST_SOURCE, message="Enter at most 120 characters.")],
        description="It is kept beside each person and organisation, what the columns are is remembered for it, and a "
        "file closes nobody of another source. Name the list the same way each time, for example “Spring assembly”.",
    )
    file = FileField("File", [FileRequired("Choose a file.")], description="CSV, or Excel (.xlsx).")

    def offer(self, kinds: Collection[ImportKind]) -> "UploadForm":
        """Say what the file can be."""
        self.kind.choices = [SelectChoice(each.value, each.label) for each in kinds]
        return self


class SettleForm(Form):
    """What each column of a file is, and how the file is taken in; `settle_form` adds the boxes of its kind."""

    fields: ClassVar[tuple[str, ...]] = ()
    needed: ClassVar[tuple[str, ...]] = ()
    wished: ClassVar[tuple[str, ...]] = ()

    @property
    def columns(self) -> dict[str, str]:
        """The heading of each field that the file has."""
        said = {name: self[f"column_{name}"].data for name in self.fields}
        return {name: heading for name, heading in said.items() if heading}

    @property
    def wishes(self) -> dict[str, Any]:
        """How the file is to be taken in."""
        return {name: self[name].data for name in self.wished}

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether the form holds, nothing that is needed is missing, and no two fields are in one column."""
        holds = super().validate(extra_validators)
        said = list(self.columns.values())
        for name, heading in self.columns.items():
            if said.count(heading) > 1:
                self.refuse(f"column_{name}", "Another field is said to be in this column too.")
                holds = False
        for name in self.needed:
            if name not in self.columns:
                self.refuse(f"column_{name}", "Choose the column.")
                holds = False
        if "said" in self and self["basis"].data and not self["said"].data:
            self.refuse("said", "Say how and when they agreed.")
            holds = False
        return holds


def settle_form(run: DirectoryImport, headings: Sequence[str], columns: Mapping[str, str]) -> SettleForm:
    """The form of a file: a box for each field, with what is known of it, and those of its kind."""
    labels, wishes = LABELS[run.kind], _WISHES[run.kind]()
    known = {name: run.wished[name] for name in wishes if name in run.wished}
    choices = [SelectChoice("", "Not in the file"), *(SelectChoice(one, one) for one in headings if one)]
    boxes = {
        f"column_{name}": SelectField(label, [Optional()], choices=choices, default=columns.get(name, ""))
        for name, label in labels.items()
    }
    about = {"fields": tuple(labels), "needed": NEEDED[run.kind], "wished": tuple(wishes)}
    kind = type("SettleFormOfKind", (SettleForm,), {**boxes, **wishes, **about})
    return cast("SettleForm", kind(data=known))


def _of_contacts() -> dict[str, Any]:
    bases = [SelectChoice("", "Not recorded: nobody is written to"), *(SelectChoice(b.value, b.label) for b in Basis)]
    said = "For example: signed the sheet at the assembly of 4 May. An objection that is on record always stays."
    return {
        "basis": SelectField("On which lawful basis may they be asked to take part?", [Optional()], choices=bases),
        "said": StringField("How and when did they agree?", [Optional(), Length(max=LONGEST_NOTE)], description=said),
        "close_vanished": BooleanField(
            "Close those of the same source that are not in the file",
            description="They are kept and can be found, and are written to no longer. The check names each first.",
        ),
        "strict": _strict(),
    }


def _of_organisations() -> dict[str, Any]:
    kinds = [SelectChoice("", "Each by its code"), *(SelectChoice(*each) for each in queries.kind_choices())]
    return {
        "kind": SelectField("Kind", [Optional()], choices=kinds),
        "is_public": BooleanField("Give those that are new a page on the site"),
        "close_vanished": BooleanField(
            "Close those of the same source and register that are not in the file",
            description="Only those that a file with the same answer to “Where is it from?” brought in. "
            "The check names each before anything is done. A table with headings closes nobody.",
        ),
        "strict": _strict(),
    }


def _of_areas() -> dict[str, Any]:
    levels = [SelectChoice("", "As the codes tell"), *(SelectChoice(one.value, one.capitalize()) for one in AreaKind)]
    return {
        "level": SelectField("Kind of those that do not say it", [Optional()], choices=levels),
        "any_code": BooleanField(
            "Take in codes too that look otherwise than most codes of the file",
            description="The check names each such line. Without this they are refused, for most are slips.",
        ),
        "strict": _strict(),
    }


def _strict() -> Any:
    return BooleanField("All or nothing", description="Take nothing in while a single line is wrong.")


_WISHES = {
    ImportKind.CONTACTS: _of_contacts,
    ImportKind.ORGANISATIONS: _of_organisations,
    ImportKind.AREAS: _of_areas,
}
