"""What of a publication the clock decides: which revision is live, and so its title, standfirst and last update."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, case
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column

from engage.core import clock
from engage.core.database import UtcDateTime

# Asked whenever a statement runs, so that statements that were built once keep up with the clock.
_NOW = bindparam(None, callable_=clock.now, type_=UtcDateTime())


class Live:
    """Where an update is scheduled, what stands is live until `next_at`, and from then on what comes next.

    The worker makes what came next the standing one some time afterwards, and writes it down.
    """

    standing_title: Mapped[str] = mapped_column("title")
    standing_standfirst: Mapped[str] = mapped_column("standfirst")
    standing_revision: Mapped[int | None] = mapped_column("live_revision")
    standing_updated_at: Mapped[datetime | None] = mapped_column("updated_at")
    next_at: Mapped[datetime | None]
    next_revision: Mapped[int | None]
    next_title: Mapped[str] = mapped_column(default="")
    next_standfirst: Mapped[str] = mapped_column(default="")

    @property
    def is_overtaken(self) -> bool:
        """Whether the moment of a scheduled update has come."""
        return self.next_at is not None and self.next_at <= clock.now()

    @classmethod
    def _by_the_clock(cls, coming: Any, standing: Any) -> ColumnElement[Any]:
        return case((cls.next_at <= _NOW, coming), else_=standing)

    @hybrid_property
    def live_revision(self) -> int | None:
        """The revision that readers see, or will see by the clock; none of a draft."""
        return self.next_revision if self.is_overtaken else self.standing_revision

    @live_revision.inplace.setter
    def _stand(self, number: int | None) -> None:
        self.standing_revision = number

    @live_revision.inplace.expression
    @classmethod
    def _live_revision(cls) -> ColumnElement[int | None]:
        return cls._by_the_clock(cls.next_revision, cls.standing_revision)

    @hybrid_property
    def title(self) -> str:
        """The title of the live revision, or of a draft's newest."""
        return self.next_title if self.is_overtaken else self.standing_title

    @title.inplace.setter
    def _entitle(self, title: str) -> None:
        self.standing_title = title

    @title.inplace.expression
    @classmethod
    def _title(cls) -> ColumnElement[str]:
        return cls._by_the_clock(cls.next_title, cls.standing_title)

    @hybrid_property
    def standfirst(self) -> str:
        """The standfirst of the live revision, or of a draft's newest."""
        return self.next_standfirst if self.is_overtaken else self.standing_standfirst

    @standfirst.inplace.setter
    def _introduce(self, standfirst: str) -> None:
        self.standing_standfirst = standfirst

    @standfirst.inplace.expression
    @classmethod
    def _standfirst(cls) -> ColumnElement[str]:
        return cls._by_the_clock(cls.next_standfirst, cls.standing_standfirst)

    @hybrid_property
    def updated_at(self) -> datetime | None:
        """When readers last got another text or status."""
        return self.next_at if self.is_overtaken else self.standing_updated_at

    @updated_at.inplace.setter
    def _update(self, moment: datetime | None) -> None:
        self.standing_updated_at = moment

    @updated_at.inplace.expression
    @classmethod
    def _updated_at(cls) -> ColumnElement[datetime | None]:
        return cls._by_the_clock(cls.next_at, cls.standing_updated_at)
