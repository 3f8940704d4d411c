"""Files of engagements."""

from engage.core import clock, files, ledger
from engage.core.database import db
from engage.core.files import Accepted
from engage.core.permissions import Viewer
from engage.core.text import clean_line
from engage.engagements import queries, verbs
from engage.engagements.models import Engagement, EngagementFile


def add_file(actor: Viewer, *, engagement: Engagement, accepted: Accepted, title: str = "") -> EngagementFile:
    """Put a file to an engagement."""
    stored = files.store(accepted)
    row = EngagementFile(
        engagement_id=engagement.id,
        file_id=stored.id,
        title=clean_line(title) or stored.name,
        at=clock.now(),
        account_id=actor.account_id,
    )
    db.session.add(row)
    db.session.flush()
    ledger.record(
        verbs.FILE_ADDED,
        subject_id=engagement.id,
        actor_id=actor.account_id,
        file_id=row.id,
        sha256=stored.sha256,
    )
    return row


def remove_file(actor: Viewer, *, engagement: Engagement, file_id: int) -> None:
    """Take a file away from an engagement; doing it twice changes nothing."""
    row = next((file for file, _ in queries.files_of(engagement.id) if file.id == file_id), None)
    if row is None:
        return
    row.removed_at = clock.now()
    ledger.record(verbs.FILE_REMOVED, subject_id=engagement.id, actor_id=actor.account_id, file_id=file_id)
