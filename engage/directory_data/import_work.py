"""What the worker does with a file that is taken in: checked as a whole, then taken in."""

from pathlib import Path

from engage.core.database import unit_of_work
from engage.core.errors import Refused
from engage.core.importing import Report, Tally
from engage.core.incoming import Sheet, read_any
from engage.core.permissions import Viewer
from engage.core.taking_in import Note, Work
from engage.directory.models import Basis, Purpose
from engage.directory_data.contact_plan import Agreed, Origin
from engage.directory_data.contact_rows import guess
from engage.directory_data.contact_work import People, columns_of
from engage.directory_data.models import DirectoryImport, ImportKind
from engage.directory_data.organisation_rows import is_table
from engage.directory_data.organisation_work import Organisations
from engage.directory_data.register_work import Wishes, take_register
from engage.directory_data.registers import ods
from engage.directory_data.registers.lines import lines_of
from engage.taxonomy import area_rows
from engage.taxonomy.area_work import Areas


class Register:
    """A register file as the worker sees it."""

    def __init__(self, path: Path, run: DirectoryImport) -> None:
        """Read how it is to be taken in."""
        self._path, self._name, self._wished, self._source = path, run.name, run.wished, run.source

    def total(self) -> int:
        """How many lines it has."""
        return len(lines_of(self._path, ods.COLUMNS))

    def check(self) -> Report:
        """What taking it in would do."""
        return take_register(self._path, self._wishes(dry_run=True))

    def write(self, actor: Viewer, note: Note, _done: int, _before: Tally) -> Report:
        """Take it in; what was taken in before is unchanged now."""

        def tell(rows: int) -> None:
            with unit_of_work():
                note(rows, Tally())

        return take_register(self._path, self._wishes(actor=actor), tell)

    def _wishes(self, **more: object) -> Wishes:
        wished = {name: self._wished.get(name, default) for name, default in _REGISTER.items()}
        return Wishes(name=self._name, source=self._source, **wished, **more)  # type: ignore[arg-type]


_REGISTER = {"kind": "", "is_public": False, "close_vanished": False, "strict": False}


def work_of(run: DirectoryImport, path: Path) -> Work:
    """The work on a file; raises Refused where its columns are not there."""
    if run.kind is ImportKind.ORGANISATIONS:
        sheet = table_of(run.name, path.read_bytes())
        return Organisations(sheet) if sheet is not None else Register(path, run)
    sheet, wished = read_any(run.name, path.read_bytes()), run.wished
    if run.kind is ImportKind.AREAS:
        columns, level = area_rows.columns_of(sheet, run.named), wished.get("level", "")
        return Areas(sheet, columns, level, run.source, bool(wished.get("any_code")))
    basis, said = wished.get("basis", ""), wished.get("said", "")
    agreed = Agreed(Purpose.INVITATIONS, Basis(basis), said) if basis else None
    return People(sheet, columns_of(sheet, run.named), Origin(run.source, agreed), bool(wished.get("close_vanished")))


def guess_of(kind: ImportKind, name: str, data: bytes) -> tuple[list[str], dict[str, str]]:
    """The headings of an uploaded file and what they seem to be; raises Refused for one that is no table."""
    if kind is ImportKind.ORGANISATIONS:
        if table_of(name, data) is None and not name.lower().endswith(".csv"):
            raise Refused("Upload a register as it is published, as CSV, or a file of organisations from here.", "file")
        return [], {}
    sheet = read_any(name, data)
    return sheet.headings, (guess if kind is ImportKind.CONTACTS else area_rows.guess)(sheet.headings)


def table_of(name: str, data: bytes) -> Sheet | None:
    """The table of organisations that a file is; none for a register, which has no headings."""
    try:
        sheet = read_any(name, data)
    except Refused:
        # A register says itself which of its lines hold a NUL; a table is refused for one.
        if name.lower().endswith(".csv") and b"\x00" in data and table_of(name, data.replace(b"\x00", b"")) is not None:
            raise
        return None
    return sheet if is_table(sheet.headings) else None


def preview_of(run: DirectoryImport, path: Path) -> Sheet | None:
    """The table of a file whose columns are to be named; a register has none."""
    return None if run.kind is ImportKind.ORGANISATIONS else read_any(run.name, path.read_bytes())
