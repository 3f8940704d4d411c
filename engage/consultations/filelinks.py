"""Signed links to files of submissions, for pages that show a submission to somebody who may read it."""

from flask import url_for

from engage.consultations.models import SubmissionFile
from engage.core import tokens
from engage.core.files import StoredFile

PURPOSE = "response-file"


def link_to(file: SubmissionFile, stored: StoredFile) -> str:
    """A path that gives the file out for a day."""
    token = tokens.sign(PURPOSE, {"file": file.id})
    return url_for("consultations.response_file", token=token, name=stored.name)
