"""One worker that makes one file, in a process that holds nothing else, so that its memory is its own."""

import re
import time
from pathlib import Path

from engage.accounts.actions import add_account
from engage.accounts.session import viewer_for
from engage.app import create_app
from engage.consultations.models import Consultation
from engage.core.database import db, unit_of_work
from engage.core.exporting import ExportFormat, claim
from engage.core.growing import location
from engage.core.making import Making
from engage.core.permissions import VISITOR
from engage.core.settings import Settings
from engage.submission_data import export_work
from engage.submission_data.actions import exporting
from engage.submission_data.models import ExportContent, SubmissionExport


def one_export(folder: Path, consultation_id: int) -> tuple[float, float]:
    """Seconds and the peak of memory of one worker that makes one file."""
    app = create_app(Settings(data_dir=folder, argon2_memory_kib=64))
    with app.app_context():
        with unit_of_work():
            account = add_account(VISITOR, email=f"e{time.time_ns()}@example.org", name="Ada Bench", confirmed=True)
            consultation = db.session.get_one(Consultation, consultation_id)
            exporting.ask_export(
                viewer_for(account),
                consultation=consultation,
                file_format=ExportFormat.CSV,
                content=ExportContent.ANSWERS,
            )
        with unit_of_work():
            export = claim(SubmissionExport)
        assert export is not None
        begun = time.perf_counter()
        export_work.make(Making(export))
        spent = time.perf_counter() - begun
        assert location(export).exists()
    return spent, _most_memory()


def _most_memory() -> float:
    """The peak of this process in megabytes; getrusage would give that of its parent as well."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    assert found is not None
    return int(found[1]) / 1024
