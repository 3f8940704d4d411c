"""Areas in a tree, and topics."""

from enum import StrEnum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from engage.core.database import Base, stored_enum


class AreaKind(StrEnum):
    """The levels of the tree of areas."""

    NATION = "nation"
    REGION = "region"
    SYSTEM = "system"
    PLACE = "place"


class Area(Base):
    """A place in the tree; `path` holds the ids from the root down, as `/1/4/9/`."""

    __tablename__ = "area"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    kind: Mapped[AreaKind] = mapped_column(stored_enum(AreaKind, "kind"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"), index=True)
    path: Mapped[str] = mapped_column(index=True)


class AreaPopulation(Base):
    """How many people live in an area, and who says so."""

    __tablename__ = "area_population"

    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"), primary_key=True)
    people: Mapped[int]
    source: Mapped[str] = mapped_column(default="")


class Topic(Base):
    """A subject tag; one that became part of another keeps its row, so that its address leads there for ever."""

    __tablename__ = "topic"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    description: Mapped[str] = mapped_column(default="")
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("topic.id"))
