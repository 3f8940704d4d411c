"""What is written to staff about files of the directory."""

from flask import current_app

from engage.core.messages import Message, compose, link
from engage.directory_data.models import DirectoryExport


def directory_export_ready(export: DirectoryExport, *, to: str) -> Message:
    """Tells whoever asked for a file of the directory where it is; the mail holds nothing of it."""
    build = current_app.url_map.bind("localhost").build
    url = link(build("directory_data_staff.exports"))
    return compose("directory_export_ready", to=to, name=export.name, rows=export.total, url=url)
