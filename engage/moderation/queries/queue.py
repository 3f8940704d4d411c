"""What waits at the desk and what was taken away, within the areas that a moderator looks after."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from flask import abort
from sqlalchemy import ColumnElement, Select, Text, cast, false, func, or_, select, tuple_
from sqlalchemy.orm import aliased

from engage.comments.models import Comment, CommentState, Waiting, WaitingCount, WaitingKind
from engage.comments.rights import MODERATE
from engage.core import clock
from engage.core.database import db
from engage.core.permissions import Viewer
from engage.publishing.models import Publication, PublicationArea
from engage.taxonomy.queries import area, areas_below

Place = tuple[datetime, int]
NEVER_SEEN = (CommentState.UNCONFIRMED, CommentState.EXPIRED)
UNREAD = "unread"
AGES = {"hour": timedelta(hours=1), "day": timedelta(days=1), "3-days": timedelta(days=3), "week": timedelta(days=7)}
# Of fewer than these the places are gathered and sorted; of more, the list is walked until a page is full.
FEW = 2_000


class QueueState(StrEnum):
    """The lists of the desk."""

    WAITING = "waiting"
    HIDDEN = "hidden"
    REJECTED = "rejected"


@dataclass(frozen=True)
class Filter:
    """Which list, narrowed to what; `area_ids` is where the viewer may decide, None is everywhere.

    `kind` may be UNREAD: all but reports. `alike` is a comment whose near-identical ones are shown one by one; in
    every other list those of one publication stand as one.
    """

    state: QueueState = QueueState.WAITING
    publication_id: int | None = None
    kind: str = ""
    area_id: int | None = None
    age: str = ""
    held: str = ""
    language: str = ""
    words: str = ""
    alike: int | None = None
    area_ids: frozenset[int] | None = None

    @property
    def query(self) -> dict[str, Any]:
        """The filter as an address says it."""
        said = {
            "state": self.state.value if self.state is not QueueState.WAITING else None,
            "publication": self.publication_id,
            "kind": self.kind,
            "area": self.area_id,
            "age": self.age,
            "held": self.held,
            "language": self.language,
            "q": self.words,
            "alike": self.alike,
        }
        return {name: value for name, value in said.items() if value}

    @property
    def areas(self) -> frozenset[int] | None:
        """The areas asked for with all below them, as far as the viewer may decide there; None is everywhere."""
        if self.area_id is None:
            return self.area_ids
        asked = areas_below({self.area_id})
        return asked if self.area_ids is None else asked & self.area_ids

    @property
    def waiting_before(self) -> datetime | None:
        """The moment since before which a thing must have waited, if the filter says so."""
        return clock.now() - AGES[self.age] if self.age else None

    def may_find(self, kind: str) -> bool:
        """Whether things of a kind that are no comments can pass: what only comments have leaves them out."""
        of_comments = self.held or self.language or self.alike or self.state is not QueueState.WAITING
        return not of_comments and self.kind in ("", kind, UNREAD)

    @property
    def is_narrowed(self) -> bool:
        """Whether it shows less than the whole list."""
        return bool(self.query.keys() - {"state"})


def access_item(viewer: Viewer, comment_id: int) -> Comment:
    """A comment that the viewer may decide about; 404 for one elsewhere, unconfirmed or missing alike."""
    found = access_items(viewer, [comment_id])
    if not found:
        abort(404)
    return found[0]


def access_items(viewer: Viewer, comment_ids: Collection[int]) -> Sequence[Comment]:
    """Those of the comments that the viewer may decide about, in the order in which their threads are locked."""
    return db.session.scalars(
        select(Comment)
        .where(
            Comment.id.in_(comment_ids),
            Comment.state.not_in(NEVER_SEEN),
            *within(Comment.publication_id, viewer.scope(MODERATE)),
        )
        .order_by(Comment.publication_id, Comment.id)
    ).all()


def reachable(viewer: Viewer, comment_ids: Collection[int]) -> frozenset[int]:
    """Those of the ids whose comments the viewer may decide about."""
    wanted = select(Comment.id).where(
        Comment.id.in_(comment_ids),
        Comment.state.not_in(NEVER_SEEN),
        *within(Comment.publication_id, viewer.scope(MODERATE)),
    )
    return frozenset(db.session.scalars(wanted))


def within(publication_id: Any, area_ids: frozenset[int] | None) -> list[ColumnElement[bool]]:
    """The condition that a publication lies in one of the areas; none where everywhere is meant."""
    if area_ids is None:
        return []
    if not area_ids:
        return [false()]
    held = select(PublicationArea.publication_id).where(PublicationArea.area_id.in_(area_ids))
    return [publication_id.in_(held)]


def waiting_rows(wanted: Filter, *, after: Place | None = None, limit: int = 25) -> Sequence[Waiting]:
    """The places in the list behind one, longest waiting first; of near-identical comments the first stands for all."""
    statement = select(Waiting).where(*conditions(wanted, Waiting))
    if wanted.alike is None and not wanted.words:
        statement = statement.where(_first_of_its_like(wanted))
    if after is not None:
        statement = statement.where(tuple_(Waiting.since, Waiting.comment_id) > after)
    few = _few_publications(wanted)
    if few is not None:
        rows = db.session.scalars(statement.where(Waiting.publication_id.in_(few)))
        return sorted(rows, key=lambda row: (row.since, row.comment_id))[:limit]
    return db.session.scalars(statement.order_by(Waiting.since, Waiting.comment_id).limit(limit)).all()


def conditions(wanted: Filter, row: Any) -> list[ColumnElement[bool]]:
    """What a place in the list must be to pass a filter."""
    found = [*within(row.publication_id, wanted.area_ids), *_of_kind(wanted.kind, row)]
    if wanted.publication_id is not None:
        found.append(row.publication_id == wanted.publication_id)
    if wanted.area_id is not None:
        found += within(row.publication_id, areas_below({wanted.area_id}))
    if wanted.waiting_before is not None:
        found.append(row.since <= wanted.waiting_before)
    if wanted.held:
        found.append(row.held == wanted.held)
    if wanted.language:
        found.append(row.language == ("" if wanted.language == "none" else wanted.language))
    if wanted.words:
        found.append(row.comment_id.in_(_with_words(wanted.words)))
    if wanted.alike is not None:
        found += _like(wanted.alike, row)
    return found


def _like(comment_id: int, row: Any) -> list[ColumnElement[bool]]:
    one = db.session.scalars(select(Waiting).where(Waiting.comment_id == comment_id).limit(1)).first()
    if one is None or one.likeness is None:
        return [row.comment_id == comment_id]
    return [row.likeness == one.likeness, row.publication_id == one.publication_id]


def _of_kind(kind: str, row: Any) -> list[ColumnElement[bool]]:
    if not kind:
        return []
    if kind == UNREAD:
        return [row.kind != WaitingKind.REPORT]
    return [row.kind == WaitingKind(kind)] if kind in list(WaitingKind) else [false()]


def _with_words(words: str) -> Select[int]:
    here = select(Waiting.comment_id)
    said = or_(
        Comment.body.icontains(words, autoescape=True),
        Comment.name.icontains(words, autoescape=True),
        Comment.email == words.lower(),
    )
    return select(Comment.id).where(Comment.id.in_(here), said)


def _first_of_its_like(wanted: Filter) -> ColumnElement[bool]:
    """Whether no nearly identical comment on the same publication that the filter finds has waited longer."""
    other = aliased(Waiting)
    earlier = (
        select(other.comment_id)
        .where(
            other.likeness == Waiting.likeness,
            other.publication_id == Waiting.publication_id,
            other.kind == Waiting.kind,
            tuple_(other.since, other.comment_id) < tuple_(Waiting.since, Waiting.comment_id),
            *_same_list(wanted, other),
        )
        .exists()
    )
    return ~earlier


def _same_list(wanted: Filter, row: Any) -> list[ColumnElement[bool]]:
    """What may differ between near-identical comments of one publication and kind."""
    found: list[ColumnElement[bool]] = []
    if wanted.held:
        found.append(row.held == wanted.held)
    if wanted.language:
        found.append(row.language == ("" if wanted.language == "none" else wanted.language))
    return found


def _few_publications(wanted: Filter) -> Sequence[int] | None:
    """The publications of the areas asked for, where little waits in all of them; None where the list is walked."""
    if wanted.publication_id is not None or (wanted.area_ids is None and wanted.area_id is None):
        return None
    areas = [*within(WaitingCount.publication_id, wanted.area_ids)]
    if wanted.area_id is not None:
        areas += within(WaitingCount.publication_id, areas_below({wanted.area_id}))
    rows = db.session.execute(
        select(WaitingCount.publication_id, func.sum(WaitingCount.number))
        .where(WaitingCount.number > 0, *areas)
        .group_by(WaitingCount.publication_id)
    ).all()
    return [row[0] for row in rows] if sum(row[1] for row in rows) <= FEW else None


def page_of_queue(wanted: Filter, *, after: Place | None = None, limit: int = 25) -> Sequence[tuple[Comment, datetime]]:
    """The comments of a list behind a place, each with the moment that orders it; what was taken away newest first."""
    if wanted.state is QueueState.WAITING:
        rows = waiting_rows(wanted, after=after, limit=limit)
        found = comments_by_id([row.comment_id for row in rows])
        return [(found[row.comment_id], row.since) for row in rows]
    statement = select(Comment, Comment.submitted_at).where(
        Comment.state == CommentState(wanted.state.value), *within(Comment.publication_id, wanted.area_ids)
    )
    if wanted.publication_id is not None:
        statement = statement.where(Comment.publication_id == wanted.publication_id)
    if after is not None:
        statement = statement.where(tuple_(Comment.submitted_at, Comment.id) < after)
    rows_back = db.session.execute(statement.order_by(Comment.submitted_at.desc(), Comment.id.desc()).limit(limit))
    return [(comment, moment) for comment, moment in rows_back]


def comments_by_id(ids: Collection[int]) -> Mapping[int, Comment]:
    """Comments by their ids."""
    if not ids:
        return {}
    return {found.id: found for found in db.session.scalars(select(Comment).where(Comment.id.in_(ids)))}


def place_of_comment(comment_id: int) -> Place | None:
    """Where a comment stands in the list, by what has waited longest of it; None if it does not wait."""
    wanted = select(Waiting.since).where(Waiting.comment_id == comment_id).order_by(Waiting.since).limit(1)
    since = db.session.scalar(wanted)
    return (since, comment_id) if since is not None else None


def still_waiting(ids: Collection[int]) -> Mapping[int, int]:
    """Those of the comments that still wait, with the wording to be read."""
    rows = db.session.execute(
        select(Waiting.comment_id, func.max(Waiting.revision))
        .where(Waiting.comment_id.in_(ids))
        .group_by(Waiting.comment_id)
    )
    return {comment_id: revision for comment_id, revision in rows}  # noqa: C416 - a Row is not typed as a pair


def counting(area_ids: frozenset[int] | None) -> Select[str, int]:
    """The statement for how many comments of each kind wait in the areas, from the counter of each publication."""
    return (
        select(cast(WaitingCount.kind, Text), func.sum(WaitingCount.number))
        .where(*within(WaitingCount.publication_id, area_ids))
        .group_by(WaitingCount.kind)
    )


def counts(area_ids: frozenset[int] | None) -> dict[WaitingKind, int]:
    """How many comments of each kind wait in the areas."""
    return {WaitingKind(kind): int(number) for kind, number in db.session.execute(counting(area_ids))}


def publications_waiting(area_ids: frozenset[int] | None, limit: int = 300) -> Sequence[tuple[int, str]]:
    """The publications on which something waits, by title: to choose one from."""
    waits = select(WaitingCount.publication_id).where(WaitingCount.number > 0)
    rows = db.session.execute(
        select(Publication.id, Publication.title)
        .where(Publication.id.in_(waits), *within(Publication.id, area_ids))
        .order_by(Publication.title, Publication.id)
        .limit(limit)
    )
    return [(publication_id, title) for publication_id, title in rows]


def title_of_publication(publication_id: int) -> str:
    """The title of a publication, or nothing."""
    found = db.session.get(Publication, publication_id)
    return found.title if found else ""


def name_of_area(area_id: int) -> str:
    """The name of an area, or nothing."""
    found = area(area_id)
    return found.name if found else ""
