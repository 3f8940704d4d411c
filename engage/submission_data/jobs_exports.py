"""Files of submissions: made when asked for, taken away after a week."""

import structlog

from engage.core import clock
from engage.core.database import reading, unit_of_work
from engage.core.exporting import KEPT
from engage.core.jobs import job
from engage.submission_data import export_work, queries
from engage.submission_data.actions import exporting

log = structlog.get_logger()


@job("consultations.export")
def export() -> None:
    """Make the files that were asked for, one after the other."""
    while True:
        with unit_of_work():
            claimed = exporting.claim_export()
        if claimed is None:
            return
        try:
            export_work.make(claimed)
        except OSError:
            log.exception("export_failed", export=claimed.key)
            with unit_of_work():
                exporting.fail_export(claimed, "The file could not be written. Tell whoever runs the site.")


@job("consultations.sweep_exports", every=60)
def sweep() -> None:
    """Take away files that are older than a week; their rows stay for the record."""
    with reading():
        old = queries.old_exports(clock.now() - KEPT)
    for found in old:
        export_work.remove(found)
        with unit_of_work():
            exporting.expire_export(found)
