"""Registers that were taken in."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from engage.core.database import Base
from engage.core.ledger import BigId


class OrganisationImport(Base):
    """One run of taking in a register: what it did. The ledger tells of each organisation that it changed."""

    __tablename__ = "organisation_import"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    scheme: Mapped[str]
    said: Mapped[str]
    at: Mapped[datetime]
    added: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    closed: Mapped[int] = mapped_column(default=0)
    refused: Mapped[int] = mapped_column(default=0)
