"""Whom of the directory a viewer may see in maps and among the silent."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement

from engage.core.permissions import Viewer
from engage.directory.queries.contacts import within_scope
from engage.directory.rights import CONTACTS, WRITE
from engage.reach.queries.subjects import Subject
from engage.submissions.rights import READ as READ_SUBMISSIONS


def people_seen(viewer: Viewer) -> Sequence[ColumnElement[bool]] | None:
    """What a contact must be to be seen; nothing when the viewer sees none."""
    return within_scope(viewer) if viewer.may(CONTACTS) else None


def names_silent(viewer: Viewer, subject: Subject) -> bool:
    """Whether a viewer may see by name who is silent.

    Whoever counts the names finds the numbers that the tables hide, so they are for those who keep the directory.
    """
    return viewer.may(WRITE, subject.own_areas) and viewer.may(READ_SUBMISSIONS, subject.own_areas)


def silence_seen(viewer: Viewer, subject: Subject) -> Sequence[ColumnElement[bool]] | None:
    """The same for a list of who has not answered: a name that is missing there says that its person has answered.

    So it is shown only to those who may read who sent what.
    """
    return people_seen(viewer) if viewer.may(READ_SUBMISSIONS, subject.own_areas) else None
