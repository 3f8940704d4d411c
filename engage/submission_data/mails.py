"""The mail that says that a file is ready, pure."""

from flask import url_for

from engage.core.messages import Message, compose, link
from engage.submission_data.models import SubmissionExport


def export_ready(export: SubmissionExport, *, to: str) -> Message:
    """Tells whoever asked for a file of submissions where it is; the mail holds nothing of them."""
    with_page = link(url_for("submission_data_staff.exports", consultation_id=export.consultation_id))
    return compose("export_ready", to=to, name=export.name, rows=export.total, url=with_page)
