"""What is kept of somebody who was erased and does not want to be written to: nothing that says who it was."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from engage.core.database import Base, personal, stored_enum
from engage.directory.models.contacts import Purpose


class ErasedObjection(Base):
    """An objection of somebody who was erased, by a keyed hash of the address: who has the address knows it again."""

    __tablename__ = "erased_objection"

    address_hash: Mapped[str] = mapped_column(
        primary_key=True,
        info=personal("never to write again to somebody who was erased", "legal obligation", "until the person agrees"),
    )
    purpose: Mapped[Purpose] = mapped_column(stored_enum(Purpose, "purpose"), primary_key=True)
    at: Mapped[datetime]
