"""What records said before they were changed."""

from enum import StrEnum

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from engage.core.database import Base, personal, stored_enum
from engage.core.ledger import BigId


class RecordKind(StrEnum):
    """Of what a revision tells."""

    ORGANISATION = "organisation"
    CONTACT = "contact"
    NETWORK = "network"
    NETWORK_MEMBER = "network_member"
    NETWORK_MEETING = "network_meeting"
    KIND = "organisation_kind"
    LIST = "stakeholder_list"


class RecordRevision(Base):
    """One change of a record: `held` says as JSON, by field, what stood there before and after.

    The ledger's entry names it by id, and says who changed it and when. It is emptied when the person is erased.
    """

    __tablename__ = "stakeholder_revision"
    __table_args__ = (Index("ix_stakeholder_revision_subject", "kind", "subject_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    kind: Mapped[RecordKind] = mapped_column(stored_enum(RecordKind, "kind"))
    subject_id: Mapped[int]
    held: Mapped[str] = mapped_column(
        info=personal("to tell what a record said before it was changed", "public task", "until the contact is erased")
    )
