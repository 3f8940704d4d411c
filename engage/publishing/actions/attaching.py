"""Files of a publication: offered below it, shown in its body, or a post's picture."""

from sqlalchemy import func, select

from engage.core import cache, clock
from engage.core.database import db
from engage.core.errors import Refused
from engage.core.files import StoredFile
from engage.core.permissions import Viewer
from engage.core.text import is_blank
from engage.publishing.actions.revisions import add_details, lock
from engage.publishing.actions.texts import line_text
from engage.publishing.models import Attachment, Post, Publication


def attach(
    actor: Viewer, *, publication: Publication, stored: StoredFile, title: str, inline: bool = False
) -> Attachment:
    """Offer a file below the publication, or keep it as a picture for the body (`inline`).

    The same content under the same title is attached once.
    """
    lock(publication)
    title = line_text(title, "title", "The title") or stored.name
    same = _same(publication, stored, title, inline)
    if same is not None:
        return same
    last = db.session.scalar(select(func.max(Attachment.position)).where(Attachment.publication_id == publication.id))
    row = Attachment(
        publication_id=publication.id,
        file_id=stored.id,
        position=0 if last is None else last + 1,
        title=title,
        inline=inline,
    )
    db.session.add(row)
    _changed(actor, publication)
    return row


def _same(publication: Publication, stored: StoredFile, title: str, inline: bool) -> Attachment | None:
    return db.session.scalars(
        select(Attachment)
        .join(StoredFile, StoredFile.id == Attachment.file_id)
        .where(
            Attachment.publication_id == publication.id,
            Attachment.removed_at.is_(None),
            Attachment.title == title,
            Attachment.inline == inline,
            StoredFile.sha256 == stored.sha256,
        )
    ).first()


def detach(actor: Viewer, *, publication: Publication, attachment: Attachment) -> None:
    """Offer a file no longer; the record keeps it, visitors do not get it any more."""
    lock(publication)
    if attachment.publication_id != publication.id:
        raise Refused("This file belongs to another publication.")
    if attachment.removed_at is None:
        attachment.removed_at = clock.now()
        _changed(actor, publication)


def set_picture(
    actor: Viewer,
    *,
    post: Post,
    stored: StoredFile | None,
    alt: str = "",
    caption: str = "",
    base_revision: int | None = None,
) -> None:
    """Give a post its picture, or take it away; refuses one without a description for those who cannot see it.

    Raises Stale when somebody gave it another one since `base_revision`.
    """
    lock(post)
    if stored is not None and is_blank(alt):
        raise Refused("Describe the picture for people who cannot see it.", "picture_alt")
    post.picture_id = stored.id if stored else None
    post.picture_alt = line_text(alt, "picture_alt", "The description") if stored else ""
    post.picture_caption = line_text(caption, "picture_caption", "The caption") if stored else ""
    _changed(actor, post, base_revision)


def _changed(actor: Viewer, publication: Publication, base_revision: int | None = None) -> None:
    if add_details(actor, publication, "files", base_revision):
        cache.bump(cache.SITE, publication.scope)
