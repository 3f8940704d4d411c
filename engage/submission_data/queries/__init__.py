"""Reads of what the files of submissions are made from."""

from engage.submission_data.queries.exporting import (
    equality_batches,
    equality_total,
    export_by_key,
    exports_of,
    last_sent_id,
    sent_rows,
    sent_total,
)

__all__ = [
    "equality_batches",
    "equality_total",
    "export_by_key",
    "exports_of",
    "last_sent_id",
    "sent_rows",
    "sent_total",
]
