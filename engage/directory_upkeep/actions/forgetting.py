"""What goes of likely doubles and of changes of many records when a person is erased."""

from collections.abc import Collection, Sequence

from sqlalchemy import delete, or_, select, update

from engage.core.database import db
from engage.directory.actions.erasing import also
from engage.directory.models import StakeholderKind
from engage.directory_upkeep.models import ContactLikeness, DirectoryBulk, DirectoryBulkItem


@also
def forget_person(ids: Sequence[int], _named: Collection[str]) -> None:
    """Empty what takes changes back, and forget whom the person looked like."""
    of_people = select(DirectoryBulk.id).where(DirectoryBulk.kind == StakeholderKind.CONTACT)
    item = (DirectoryBulkItem.subject_id.in_(ids), DirectoryBulkItem.bulk_id.in_(of_people))
    db.session.execute(update(DirectoryBulkItem).where(*item).values(held="{}"))
    alike = or_(ContactLikeness.one_id.in_(ids), ContactLikeness.other_id.in_(ids))
    db.session.execute(delete(ContactLikeness).where(alike))
