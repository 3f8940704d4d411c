"""What waits for staff: each number counted no further than it is read, and the first few of what it counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from sqlalchemy import func, select

from engage.comments.models import WaitingKind
from engage.comments.queries import public_texts
from engage.comments.rights import MODERATE
from engage.core.database import db
from engage.core.i18n import date_text, datetime_text, today
from engage.core.outbox import OutboxMessage, OutboxState
from engage.core.permissions import Viewer
from engage.core.text import excerpt
from engage.directory_upkeep.queries import checks
from engage.directory_upkeep.queries.suggestions import waiting_suggestions
from engage.engagements import queries as engagements
from engage.moderation import queries as moderation
from engage.publishing import desk as publishing
from engage.publishing.models import Publication
from engage.representations import queries as representations

MOST = 100
SHOWN = 5


@dataclass(frozen=True)
class Line:
    """Something that waits, with the page where it is dealt with."""

    title: str
    url: str
    meta: str


@dataclass(frozen=True)
class Waiting:
    """How much of a kind waits, and the first of it."""

    count: int
    lines: Sequence[Line]


def comments(viewer: Viewer, kind: str) -> Waiting:
    """The comments that wait where the viewer may decide, unread or reported, those that wait longest first."""
    areas = viewer.scope(MODERATE)
    rows = moderation.page_of_queue(moderation.Filter(kind=kind, area_ids=areas), limit=SHOWN)
    texts = public_texts([comment for comment, _ in rows])
    lines = [
        Line(
            excerpt(texts[comment.id], 90),
            url_for("moderation_staff.item", comment_id=comment.id),
            f"{comment.name} · since {datetime_text(since)}",
        )
        for comment, since in rows
    ]
    counts = moderation.counts(areas)
    reported = counts.get(WaitingKind.REPORT, 0)
    return Waiting(reported if kind == WaitingKind.REPORT else sum(counts.values()) - reported, lines)


def drafts(viewer: Viewer) -> Waiting:
    """The publications that the viewer may edit and that are neither public nor about to be, newest first."""
    found = publishing.listed(viewer, publishing.Filter(state="draft"), limit=MOST)
    return _publications(found, "begun", [row.created_at for row in found])


def scheduled(viewer: Viewer) -> Waiting:
    """The publications that the viewer may edit and that wait for their moment, the next one first."""
    found = publishing.listed(viewer, publishing.Filter(state="scheduled"), limit=MOST)
    found.sort(key=_goes_out)
    return _publications(found, "goes out", [_goes_out(row) for row in found])


def _goes_out(row: Publication) -> datetime:
    return row.next_at or row.publish_at or row.created_at


def _publications(found: Sequence[Publication], word: str, moments: Sequence[datetime]) -> Waiting:
    lines = [
        Line(row.title, url_for("publishing_staff.edit", publication_id=row.id), f"{word} {datetime_text(moment)}")
        for row, moment in zip(found[:SHOWN], moments[:SHOWN], strict=True)
    ]
    return Waiting(len(found), lines)


def claims(viewer: Viewer) -> Waiting:
    """Those who ask to speak for an organisation where the viewer may decide, those that wait longest first."""
    found = representations.listed_claims(viewer, representations.Stand.WAITING, None, MOST)
    lines = [
        Line(
            claim.account.name,
            url_for("representations_staff.claim", representation_id=claim.representation.id),
            f"for {claim.name} · since {datetime_text(claim.representation.asked_at)}",
        )
        for claim in found[:SHOWN]
    ]
    return Waiting(len(found), lines)


def corrections(viewer: Viewer) -> Waiting:
    """What organisations say is wrong in entries that the viewer may change, the oldest first."""
    found = checks.proposals(viewer, limit=MOST)
    url = url_for("directory_upkeep_staff.corrections")
    lines = [
        Line(organisation.name, f"{url}#correction-{check.id}", f"sent {datetime_text(check.answered_at)}")
        for check, organisation in found[:SHOWN]
        if check.answered_at is not None
    ]
    return Waiting(len(found), lines)


def suggestions() -> Waiting:
    """The groups that somebody says are missing from the directory, the oldest first."""
    found = waiting_suggestions(limit=MOST)
    url = url_for("directory_upkeep_staff.suggestions")
    lines = [
        Line(each.name, f"{url}#suggestion-{each.id}", f"suggested {datetime_text(each.at)}") for each in found[:SHOWN]
    ]
    return Waiting(len(found), lines)


def promises(viewer: Viewer) -> Waiting:
    """What the viewer saw to and did not keep in time, the oldest first."""
    found = engagements.listed_promises(viewer, engagements.Which.OVERDUE, today=today(), mine=True, limit=MOST)
    lines = [
        Line(
            each.promise.what,
            url_for("engagements_staff.one", engagement_id=each.engagement.id, _anchor="promises"),
            f"due {date_text(each.promise.due)}",
        )
        for each in found[:SHOWN]
    ]
    return Waiting(len(found), lines)


def mails_failed() -> int:
    """How many messages could not be delivered."""
    failed = select(OutboxMessage.id).where(OutboxMessage.state == OutboxState.FAILED).limit(MOST)
    return db.session.scalar(select(func.count()).select_from(failed.subquery())) or 0


def figure(number: int) -> str:
    """The number as a page shows it."""
    return f"{MOST - 1}+" if number >= MOST else str(number)
