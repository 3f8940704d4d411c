"""How far stored HTML has been drawn again by the present renderer; each part is walked once for each version."""

from sqlalchemy.orm import Mapped, mapped_column

from engage.core.database import Base, db
from engage.core.ledger import BigId
from engage.core.text import RENDERER_VERSION


class Redrawing(Base):
    """The last id of one part (comments, publications) that was looked at for a version of the renderer."""

    __tablename__ = "redrawing"

    part: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int]
    last_id: Mapped[int] = mapped_column(BigId)


def reached(part: str) -> int:
    """The last id that was looked at for the present version; 0 when none was."""
    found = db.session.get(Redrawing, part)
    return found.last_id if found is not None and found.version == RENDERER_VERSION else 0


def reach(part: str, last_id: int) -> None:
    """Note in the running unit of work how far the walk has come."""
    db.session.merge(Redrawing(part=part, version=RENDERER_VERSION, last_id=last_id))
