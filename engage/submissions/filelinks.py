"""Signed links to files of submissions, for pages that show a submission to somebody who may read it."""

from collections.abc import Collection
from dataclasses import dataclass

from flask import url_for

from engage.core import tokens
from engage.core.files import StoredFile
from engage.submissions import queries
from engage.submissions.models import FileState, Submission, SubmissionFile

PURPOSE = "response-file"


@dataclass(frozen=True)
class Shown:
    """A file as a page shows it: no link while it may not be given out, and its words once they are read."""

    id: int
    question: str | None
    title: str
    url: str | None
    words: str
    state: str
    kind: str
    size: int


def link_to(file: SubmissionFile, stored: StoredFile) -> str:
    """A path that gives the file out for a day."""
    token = tokens.sign(PURPOSE, {"file": file.id})
    return url_for("submissions.response_file", token=token, name=stored.name)


def shown_files(submission: Submission, named: Collection[int] | None = None) -> list[Shown]:
    """The files of a submission that its answers name, or all that were not taken out, for one who may read it."""
    return [
        Shown(
            id=file.id,
            question=file.question,
            title=file.title,
            url=link_to(file, stored) if file.state in (FileState.READY, FileState.READ) else None,
            words=file.text,
            state=file.state,
            kind=stored.kind,
            size=stored.size,
        )
        for file, stored in queries.files_with_bytes(submission, named)
    ]
