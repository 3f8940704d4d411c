"""A table of people that the demonstration's officer took in a few days ago, with the lines that could not be."""

from collections.abc import Callable, Iterator

from engage.core import clock, files
from engage.core.database import db, unit_of_work
from engage.core.importing import NOTHING, note_batch, note_check, note_end
from engage.core.taking_in import Work
from engage.demo.texts import Texts
from engage.directory.models import Basis
from engage.directory_data.actions import import_runs
from engage.directory_data.contact_rows import guess
from engage.directory_data.import_work import work_of
from engage.directory_data.models import DirectoryImport, ImportKind

SOURCE = "Winter warmth fair"
SHEET = """Name,Email,Telephone,Organisation,Role,Format,Topics
Hattie Oddie,hattie.oddie@people.example,01632 960201,Oxmere Stroke Club,Volunteer,,Stroke
Wilf Garside,wilf.garside@people.example,,,,Large print,
Zainab Mirza,zainab.mirza@people.example,01632 960202,,,,Maternity
Col Braithwaite,col.braithwaite at home,01632 960203,,,,
Mabel Thwaite,,01632 960204,Oxmere Bowls Club,Secretary,,
Doreen Askew,doreen.askew@people.example,1632960205,,,,
Ivo Petrie,ivo.petrie@people.example,,,,Easy Read,Mental health
"""


class TakingIn:
    """Uploads a sheet, has it checked, and takes in the lines that hold."""

    def __init__(self, texts: Texts) -> None:
        """The officer looks after the directory."""
        self.texts, self.officer = texts, texts.ground.viewers["joanne"]

    def steps(self) -> Iterator[tuple[float, Callable[[], None]]]:
        """What to do and on which day."""
        yield -4, self._take_in

    def _take_in(self) -> None:
        with clock.pretending(self.texts.moment(-4)):
            with unit_of_work():
                run, work = self._begun()
            total, report = work.total(), work.check()
            with unit_of_work():
                note_check(run, total=total, report=report)
                import_runs.start_import(self.officer, run=run)
            report = work.write(self.officer, lambda rows, tally: note_batch(run, rows=rows, tally=tally), 0, NOTHING)
            with unit_of_work():
                note_end(db.session.merge(run), report)

    def _begun(self) -> tuple[DirectoryImport, Work]:
        accepted = files.accept_document("winter-warmth-fair.csv", SHEET.encode())
        columns = guess(SHEET.splitlines()[0].split(","))
        file = files.store(accepted)
        run = import_runs.begin_import(
            self.officer, kind=ImportKind.CONTACTS, source=SOURCE, file=file, columns=columns
        )
        wishes = {"basis": Basis.CONSENT.value, "said": "Signed the sheet at the fair"}
        import_runs.settle_import(self.officer, run=run, columns=columns, wishes=wishes)
        return run, work_of(run, files.location(file))
