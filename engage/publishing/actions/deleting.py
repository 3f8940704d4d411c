"""A draft that nobody outside ever saw can go for good; what was public stays on the record."""

from collections.abc import Callable, Collection
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from engage.core import files, ledger
from engage.core.database import db
from engage.core.errors import Refused
from engage.core.files import StoredFile
from engage.core.permissions import Viewer
from engage.publishing import verbs
from engage.publishing.actions.revisions import lock
from engage.publishing.models import (
    Attachment,
    Autosave,
    Block,
    Milestone,
    OldSlug,
    Plan,
    PlanOrganisation,
    Post,
    Publication,
    PublicationArea,
    PublicationTopic,
    Related,
    Revision,
    Workstream,
    WorkstreamArea,
)

# Features above keep things about a publication too: each refuses its end here, or takes its own away.
_asked: list[Callable[[Publication], None]] = []


def before_deleting(act: Callable[[Publication], None]) -> None:
    """Let a feature above refuse that a draft goes, or delete what it keeps about it."""
    _asked.append(act)


def delete_draft(actor: Viewer, *, publication: Publication) -> None:
    """Delete a draft with its revisions, files and unsaved typing; refuses what was ever public or is spoken of."""
    lock(publication)
    if publication.announced_at is not None or publication.withdrawn_at is not None:
        raise Refused("It was public, so it stays on the record. Withdraw it instead: it then says so.")
    if publication.live_revision is not None:
        raise Refused("It is to become public by the clock. Say first that it shall not, then delete the draft.")
    for act in _asked:
        act(publication)
    held = _files(publication)
    _delete_rows(publication)
    _delete_files(held)
    ledger.record(
        verbs.PUBLICATION_DELETED,
        subject_id=publication.id,
        actor_id=actor.account_id,
        kind=publication.kind.value,
        slug=publication.slug,
    )


def _files(publication: Publication) -> Collection[int]:
    found = set(db.session.scalars(select(Attachment.file_id).where(Attachment.publication_id == publication.id)))
    if isinstance(publication, Post) and publication.picture_id is not None:
        found.add(publication.picture_id)
    return found


def _delete_rows(publication: Publication) -> None:
    mine = publication.id
    streams = select(Workstream.id).where(Workstream.plan_id == mine)
    db.session.execute(update(Post).where(Post.answers_id == mine).values(answers_id=None))
    _delete(WorkstreamArea, WorkstreamArea.workstream_id.in_(streams))
    for table in (Workstream, Milestone, PlanOrganisation):
        _delete(table, table.plan_id == mine)
    _delete(Related, Related.other_id == mine)
    for kept in (Autosave, Block, Revision, Attachment, Related, PublicationArea, PublicationTopic, OldSlug):
        _delete(kept, kept.publication_id == mine)
    try:
        with db.session.begin_nested():
            for own in ((Plan if isinstance(publication, Plan) else Post).__table__, Publication.__table__):
                _delete(own, own.c.id == mine)
            db.session.expunge(publication)
    except IntegrityError as error:
        raise Refused("Something else on this site refers to this draft. Take it out there, then delete it.") from error


def _delete(table: Any, which: Any) -> None:
    db.session.execute(delete(table).where(which).execution_options(synchronize_session=False))


def _delete_files(held: Collection[int]) -> None:
    """Delete the files that nothing else holds."""
    for file in db.session.scalars(select(StoredFile).where(StoredFile.id.in_(held))):
        try:
            with db.session.begin_nested():
                files.forget(file)
        except IntegrityError:
            continue
