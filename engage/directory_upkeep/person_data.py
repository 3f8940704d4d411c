"""What changes of many records, yearly checks and suggestions hold of a person."""

from sqlalchemy import ColumnElement, and_, select

from engage.core.person import Fate, Holding, Person, addressed, holds, mentions, one_of
from engage.directory.models import StakeholderKind
from engage.directory_upkeep.actions import forgetting
from engage.directory_upkeep.models import DirectoryBulk, DirectoryBulkItem, EntryAnswer, GroupSuggestion

__all__ = ["forgetting"]


def _bulk_items(person: Person) -> ColumnElement[bool]:
    bulks = select(DirectoryBulk.id).where(DirectoryBulk.kind == StakeholderKind.CONTACT)
    return and_(one_of(DirectoryBulkItem.subject_id, person.ids("contact")), DirectoryBulkItem.bulk_id.in_(bulks))


holds(
    Holding(
        "Earlier values, kept to undo a change of many entries",
        DirectoryBulkItem,
        _bulk_items,
        Fate.EMPTIED,
        "the change of this entry can no longer be undone",
        empties={"held": "{}"},
        only_by_staff=True,
    ),
    Holding(
        "What organisations said of their entries, with your name in it",
        EntryAnswer,
        lambda person: mentions(person, EntryAnswer.stood, EntryAnswer.proposed),
        Fate.BLACKED_OUT,
        "it is what the organisation said of itself",
        also=("at", "settled_at"),
        unseen=dict.fromkeys(("stood", "proposed"), "it is about an organisation"),
        blacks_out=("stood", "proposed"),
        only_by_staff=True,
    ),
    Holding(
        "Groups that you told us of",
        GroupSuggestion,
        lambda person: addressed(GroupSuggestion.email, person),
        Fate.EMPTIED,
        "the group stays; your address does not",
        also=("name", "about", "at"),
        empties={"email": ""},
    ),
)
