"""Limits that guard security: rows, obeyed by every process and kept over restarts."""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import abort, current_app, request
from sqlalchemy import Index, bindparam, delete
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.exceptions import TooManyRequests

from engage.core import clock
from engage.core.database import Base, db, unit_of_work
from engage.core.jobs import job
from engage.core.prepared import Prepared


class Spent(Base):
    """How often something was done in one window by somebody, who is kept only as a keyed hash."""

    __tablename__ = "limit_spent"
    __table_args__ = (Index("ix_limit_spent_ends", "ends"),)

    key: Mapped[str] = mapped_column(primary_key=True)
    window: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    times: Mapped[int]
    ends: Mapped[datetime]


def spend(name: str, who: str, *, most: int, per: timedelta) -> bool:
    """Count one more in a unit of work of its own; whether it is still within the limit.

    Call it before anything else of the request is written.
    """
    with unit_of_work():
        return count(name, who, per=per) <= most


def count(name: str, who: str, *, per: timedelta) -> int:
    """Count one more in the running unit of work and give the number in this window."""
    seconds = int(per.total_seconds())
    window = int(clock.now().timestamp()) // seconds
    ends = datetime.fromtimestamp((window + 1) * seconds, UTC)
    values = {"key": _key(name, who), "window": window, "ends": ends}
    return int(_ONE_MORE.run(values).scalar_one())


def _one_more(dialect: str) -> Any:
    insert = insert_postgresql if dialect == "postgresql" else insert_sqlite
    table = Spent.__table__
    values = {"key": bindparam("key"), "window": bindparam("window"), "ends": bindparam("ends"), "times": 1}
    new = insert(table).values(values)  # type: ignore[arg-type]  # typed as FromClause
    return new.on_conflict_do_update(index_elements=["key", "window"], set_={"times": table.c.times + 1}).returning(
        table.c.times
    )


_ONE_MORE = Prepared(_one_more)


def forgive(name: str, who: str) -> None:
    """Give back, in the running unit of work, all that somebody spent: they have shown who they are."""
    db.session.execute(delete(Spent).where(Spent.key == _key(name, who)))


def require(name: str, who: str, *, most: int, per: timedelta) -> None:
    """Spend one, and answer 429 with the time until the next window when there was none left."""
    if not spend(name, who, most=most, per=per):
        seconds = int(per.total_seconds())
        raise TooManyRequests(retry_after=seconds - int(clock.now().timestamp()) % seconds)


def source() -> str:
    """Where the running request comes from: its address, an IPv6 one cut to the network of one household."""
    address = request.remote_addr or abort(400)
    return ":".join(address.split(":")[:4]) if ":" in address else address


def source_key(name: str) -> str:
    """Where the running request comes from, as a keyed hash that means nothing under another name."""
    return _key(name, source())


def _key(name: str, who: str) -> str:
    secret = str(current_app.config["SECRET_KEY"]).encode()
    return name + ":" + hmac.new(secret, f"{name}:{who}".encode(), hashlib.sha256).hexdigest()[:32]


@job("limits.sweep", every=60)
def _sweep() -> None:
    with unit_of_work():
        db.session.execute(delete(Spent).where(Spent.ends < clock.now()))
