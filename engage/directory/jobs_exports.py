"""Files of the directory: made when asked for, taken away after a week."""

import structlog

from engage.core import clock
from engage.core.database import reading, unit_of_work
from engage.core.errors import Refused
from engage.core.exporting import KEPT, ExportState
from engage.core.growing import remove
from engage.core.jobs import job
from engage.directory import export_work
from engage.directory.actions import exporting
from engage.directory.queries.exports import old_exports

log = structlog.get_logger()


@job("directory.export")
def export() -> None:
    """Make the files that were asked for, one after the other."""
    while True:
        with unit_of_work():
            claimed = exporting.claim_export()
        if claimed is None:
            return
        try:
            export_work.make(claimed)
        except Refused as refusal:
            with unit_of_work():
                exporting.fail_export(claimed, refusal.sentence)
        except OSError:
            log.exception("export_failed", export=claimed.key)
            with unit_of_work():
                exporting.fail_export(claimed, "The file could not be written. Tell whoever runs the site.")


@job("directory.sweep_exports", every=60)
def sweep() -> None:
    """Take away files that are older than a week; their rows stay for the record."""
    with reading():
        old = old_exports(clock.now() - KEPT)
    for found in old:
        remove(found)
        if found.state is ExportState.READY:
            with unit_of_work():
                exporting.expire_export(found)
