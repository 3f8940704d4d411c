"""What staff are told of runs and of addresses; no message is ever watched, so nobody knows who opened what."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import selectin_polymorphic

from engage.core.database import db
from engage.core.outbox import OutboxMessage, OutboxState
from engage.mail import checks, contents
from engage.mail.models import MailRun, RunKind
from engage.mail.news import happenings
from engage.mail.queries import STATES
from engage.mail.queries_newsletters import items
from engage.mail.runs import RESTORED
from engage.publishing.models import Plan, Post, Publication

NAMES = {
    RunKind.AT_ONCE: "As it happens",
    RunKind.DAILY: "Daily digest",
    RunKind.WEEKLY: "Weekly digest",
    RunKind.NEWSLETTER: "Newsletter",
    RunKind.CORRECTION: "Correction",
    RunKind.NOTICE: "News of a consultation",
}


TELLING = ("digest", "newsletter")


@dataclass(frozen=True)
class RunFigures:
    """A run with its messages by what became of them."""

    run: MailRun
    by_state: dict[OutboxState, int]
    repeated: int
    first_sent: datetime | None
    last_sent: datetime | None

    def count(self, tab: str) -> int:
        """How many messages stand under a tab."""
        return self.repeated if tab == "twice" else sum(self.by_state.get(state, 0) for state in STATES[tab])

    @property
    def name(self) -> str:
        """The run as staff know it."""
        return name_of(self.run)

    @property
    def state(self) -> str:
        """Where it stands, in one word or two."""
        return state_of(self.run, waiting=self.count("waiting"))


def name_of(run: MailRun) -> str:
    """What a run is called on the staff's pages."""
    if run.kind is RunKind.CORRECTION:
        told_in = db.session.get(MailRun, int(run.period.partition(":")[0]))
        return f"Correction to {name_of(told_in)}" if told_in else "Correction"
    if run.title:
        return f"{NAMES[run.kind]}: {run.title}"
    return NAMES[run.kind] if run.kind in (RunKind.AT_ONCE, RunKind.NOTICE) else f"{NAMES[run.kind]} of {run.period}"


def state_of(run: MailRun, *, waiting: int | None = None) -> str:
    """Where a run stands, in a word or two."""
    if run.cancelled_at is not None:
        return "Cancelled"
    if run.paused_at is not None:
        return "Paused"
    if run.note == RESTORED:
        return "Before the restored backup"
    if run.finished_at is None:
        return "Being planned"
    return "Being sent" if waiting else "Planned" if waiting is None else "Done"


def page_of_runs(*, before: int | None = None, limit: int = 50) -> Sequence[MailRun]:
    """The runs, newest first."""
    wanted = select(MailRun).order_by(MailRun.id.desc()).limit(limit)
    return db.session.scalars(wanted if before is None else wanted.where(MailRun.id < before)).all()


def run_figures(run: MailRun) -> RunFigures:
    """The messages of a run by what became of them."""
    mine = OutboxMessage.run_id == run.id
    by_state = select(OutboxMessage.state, func.count()).where(mine).group_by(OutboxMessage.state)
    counted: dict[OutboxState, int] = dict(db.session.execute(by_state).all())
    repeated = select(func.count()).where(mine, OutboxMessage.repeated_at.is_not(None))
    span = select(func.min(OutboxMessage.sent_at), func.max(OutboxMessage.sent_at)).where(mine)
    first, last = db.session.execute(span).one()
    return RunFigures(run, counted, db.session.scalar(repeated) or 0, first, last)


def page_of_people(run: MailRun, tab: str, *, before: int | None, limit: int) -> Sequence[OutboxMessage]:
    """The messages of a run under a tab, newest first."""
    wanted = select(OutboxMessage).where(OutboxMessage.run_id == run.id)
    if tab == "twice":
        wanted = wanted.where(OutboxMessage.repeated_at.is_not(None))
    else:
        wanted = wanted.where(OutboxMessage.state.in_(STATES[tab]))
    if before is not None:
        wanted = wanted.where(OutboxMessage.id < before)
    return db.session.scalars(wanted.order_by(OutboxMessage.id.desc()).limit(limit)).all()


def history(address: str, *, before: int | None, limit: int) -> Sequence[OutboxMessage]:
    """Everything that was written to an address in the last 90 days, newest first."""
    wanted = select(OutboxMessage).where(OutboxMessage.to == address)
    if before is not None:
        wanted = wanted.where(OutboxMessage.id < before)
    return db.session.scalars(wanted.order_by(OutboxMessage.id.desc()).limit(limit)).all()


def titles_told(rows: Sequence[OutboxMessage]) -> dict[int, list[str]]:
    """By message, the titles of what a digest or a newsletter tells of."""
    told = {
        row.id: [part.publication_id for part in contents.read(row.contents).parts]
        for row in rows
        if row.name in TELLING and row.contents
    }
    titles = _titles({number for numbers in told.values() for number in numbers})
    return {row_id: [titles[number] for number in numbers if number in titles] for row_id, numbers in told.items()}


def runs_by_id(ids: set[int]) -> dict[int, MailRun]:
    """Some runs."""
    return {run.id: run for run in db.session.scalars(select(MailRun).where(MailRun.id.in_(ids)))}


def invited_before(run: MailRun) -> int:
    """How many a notice left out because an invitation had told them the same a few days before."""
    return int(json.loads(run.note).get("invited", 0)) if run.kind is RunKind.NOTICE and run.note != RESTORED else 0


def withdrawn_since(run: MailRun) -> dict[int, str]:
    """What a run may have told of that is no longer public, by id with its title."""
    if run.kind is RunKind.NEWSLETTER:
        told = {item.publication_id for item in items(int(run.period))}
    else:
        told = {one.publication_id for one in happenings(run.after_position, run.until_position)}
    return _titles(told - checks.publications(told))


def _titles(ids: set[int]) -> dict[int, str]:
    rows = select(Publication).where(Publication.id.in_(ids)).options(selectin_polymorphic(Publication, [Plan, Post]))
    return {row.id: row.title for row in db.session.scalars(rows)}
