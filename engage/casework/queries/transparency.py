"""What was done in a year, in numbers and as a log without personal data."""

import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import func, select

from engage.casework.models import Appeal, IllegalReport, YearTold
from engage.comments.models import Comment, CommentState, Reason, Report
from engage.core.database import db
from engage.core.i18n import local, moment_from_local
from engage.moderation.models import DayCount, Decision
from engage.moderation.spans import median_of
from engage.publishing.models import Publication
from engage.screening.models import Sanction

NEVER_SENT = (CommentState.UNCONFIRMED, CommentState.EXPIRED)
HEADINGS = ("Day", "Decision", "Rule", "Reason", "Page", "Hours waited", "Appealed")


def year_told(year: int) -> YearTold | None:
    """What is told of a year, if anything was counted."""
    return db.session.get(YearTold, year)


def years_told() -> Sequence[int]:
    """The years of which something is told, newest first."""
    return db.session.scalars(select(YearTold.year).order_by(YearTold.year.desc())).all()


def first_year() -> int | None:
    """The year of the first comment."""
    first = db.session.scalar(select(func.min(Comment.submitted_at)).where(Comment.state.not_in(NEVER_SENT)))
    return local(first).year if first else None


def counted(year: int) -> dict[str, Any]:
    """The numbers of a year."""
    start, end = bounds(year)
    decided = _by_day(year)
    waited = {key: number for what, key, number in decided if what == "waited"}
    return {
        "received": _count(Comment.submitted_at, start, end, Comment.state.not_in(NEVER_SENT)),
        "published": _count(Comment.published_at, start, end),
        "decisions": {key: number for what, key, number in decided if what == "verdict"},
        "rules": _rules({key: number for what, key, number in decided if what == "reason"}),
        "median": median_of(waited),
        "reports": _count(Report.at, start, end),
        "appeals": _grouped(Appeal.state, Appeal.asked_at, start, end),
        "sanctions": _grouped(Sanction.step, Sanction.at, start, end),
        "illegal": _count(IllegalReport.at, start, end),
        "illegal_removed": _count(IllegalReport.at, start, end, IllegalReport.removed.is_(True)),
    }


def figures_of(row: YearTold) -> dict[str, Any]:
    """The numbers that were kept."""
    return dict(json.loads(row.figures))


def bounds(year: int) -> tuple[datetime, datetime]:
    """The first moments of a year and of the next, by the site's clock."""
    zone = current_app.config["ENGAGE"].zone
    first, behind = (moment_from_local(datetime(each, 1, 1), zone) for each in (year, year + 1))  # noqa: DTZ001 - its zone is given beside it
    return first, behind


def log_rows(year: int, after: int, limit: int) -> list[tuple[int, list[Any]]]:
    """Decisions of a year behind an id, as (id, cells): nobody's name, address or words."""
    start, end = bounds(year)
    appealed = select(Appeal.id).where(Appeal.decision_id == Decision.id).exists()
    rows = db.session.execute(
        select(Decision, Reason.rule, Reason.label, Publication, appealed)
        .join(Comment, Comment.id == Decision.comment_id)
        .join(Publication, Publication.id == Comment.publication_id)
        .outerjoin(Reason, Reason.key == Decision.reason_key)
        .where(Decision.at >= start, Decision.at < end, Decision.undone_at.is_(None), Decision.id > after)
        .order_by(Decision.id)
        .limit(limit)
    )
    return [(row[0].id, _cells(*row)) for row in rows]


def _cells(decision: Decision, rule: str, label: str, publication: Publication, appealed: bool) -> list[Any]:
    hours = round(decision.waited / 3600, 1) if decision.waited is not None else ""
    title = publication.title if publication.live_revision is not None else ""
    day = local(decision.at).date().isoformat()
    return [day, decision.verdict.done, rule or "", label or "", title, hours, "yes" if appealed else ""]


def _by_day(year: int) -> list[tuple[str, str, int]]:
    first, last = date(year, 1, 1), date(year + 1, 1, 1) - timedelta(days=1)
    rows = db.session.execute(
        select(DayCount.what, DayCount.key, func.sum(DayCount.number))
        .where(DayCount.day.between(first, last))
        .group_by(DayCount.what, DayCount.key)
    )
    return [(what, key, int(number)) for what, key, number in rows if number]


def _rules(counts: dict[str, int]) -> list[list[Any]]:
    rows = db.session.execute(select(Reason).order_by(Reason.position, Reason.key)).scalars()
    return [[f"{row.rule}. {row.label}", counts[row.key]] for row in rows if counts.get(row.key)]


def _count(moment: Any, start: datetime, end: datetime, *more: Any) -> int:
    return db.session.scalar(select(func.count()).where(moment >= start, moment < end, *more)) or 0


def _grouped(column: Any, moment: Any, start: datetime, end: datetime) -> dict[str, int]:
    rows = db.session.execute(select(column, func.count()).where(moment >= start, moment < end).group_by(column))
    return {key.value: number for key, number in rows}
