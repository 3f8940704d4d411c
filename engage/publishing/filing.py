"""Who may have a file: whoever may see a publication that holds it."""

from datetime import datetime

from flask import abort
from sqlalchemy import ColumnElement, exists, or_, select

from engage.core import clock
from engage.core.database import db
from engage.core.files import StoredFile
from engage.core.permissions import Viewer
from engage.publishing import queries
from engage.publishing.models import Attachment, Block, Post, Publication, Revision


def access_file(viewer: Viewer, key: str, name: str) -> StoredFile:
    """The file at an address, for one who may see it; 404 for unseen and missing alike."""
    found = db.session.scalars(select(StoredFile).where(StoredFile.key == key, StoredFile.name == name)).first()
    if found is None or not (_is_public(found) or _is_edited_by(viewer, found)):
        abort(404)
    return found


def _is_public(file: StoredFile) -> bool:
    now = clock.now()
    pictured = select(Post.id).where(Post.picture_id == file.id, Post.public(now)).exists()
    offered = (
        select(Attachment.id)
        .join(Publication, Publication.id == Attachment.publication_id)
        .where(
            Attachment.file_id == file.id,
            Attachment.removed_at.is_(None),
            Publication.public(now),
            or_(Attachment.inline.is_(False), _is_in_public_text(file, now)),
        )
        .exists()
    )
    return bool(db.session.scalar(select(or_(pictured, offered))))


def _is_in_public_text(file: StoredFile, now: datetime) -> ColumnElement[bool]:
    """Whether a version that anybody can read shows it; a picture of a draft stays as secret as the draft."""
    return exists().where(
        Block.publication_id == Publication.id,
        Block.html.contains(file.key),
        Revision.publication_id == Block.publication_id,
        Revision.number == Block.revision,
        Revision.made_live_at <= now,
    )


def _is_edited_by(viewer: Viewer, file: StoredFile) -> bool:
    if not viewer.is_staff:
        return False
    holders = select(Attachment.publication_id).where(Attachment.file_id == file.id)
    pictured = select(Post.id).where(Post.picture_id == file.id)
    rows = db.session.scalars(select(Publication).where(or_(Publication.id.in_(holders), Publication.id.in_(pictured))))
    return any(queries.may_edit(viewer, row) for row in rows)
