"""Who has not said anything: those with much interest or influence first, then organisations, then people, by name.

Each of the three parts is asked only when the page is not full yet, and no statement reads more than it shows, the
map, or a scope of a few thousand. A part first finds who stands on the page; what else is shown is read for those only.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Select, case, exists, false, func, literal, or_, select, tuple_

from engage.core.database import db
from engage.directory.models import Contact, Organisation, StakeholderKind
from engage.reach.models import HIGH, Placement, ReachStanding
from engage.reach.queries.figures import Figures
from engage.reach.queries.present import MODELS, OWNERS, Key, by_height, described, highest, present, whom_column
from engage.reach.queries.scopes import AT_WORK, KNOWN, is_near, placed
from engage.reach.queries.standings import has
from engage.reach.queries.subjects import Subject
from engage.reach.stakeholders import Stakeholder

ON_MAP, ORGANISATIONS, PEOPLE = range(3)
ORGANISATION, CONTACT = StakeholderKind.ORGANISATION, StakeholderKind.CONTACT
LISTED_BY: dict[StakeholderKind, Any] = {ORGANISATION: Organisation.name, CONTACT: Contact.name_key}


@dataclass(frozen=True)
class Place:
    """Where somebody stands in the list: in which part, and by what it is ordered there."""

    part: int
    key: Key


@dataclass(frozen=True)
class Wanted:
    """Who is asked for: of all that a viewer may see, organisations or people or both, or some by name.

    `people` is what a contact must be to be seen; without it none is.
    """

    figures: Figures
    people: Sequence[ColumnElement[bool]] | None = None
    organisations: bool = True
    only: Collection[Stakeholder] | None = None


@dataclass(frozen=True)
class Silent:
    """A stakeholder that has neither answered nor commented; `where` is its kind, or where a person works."""

    stakeholder: Stakeholder
    name: str
    where: str
    across: int | None
    up: int | None
    drafts: bool
    place: Place = field(compare=False)

    @property
    def is_important(self) -> bool:
        """Whether its interest or influence is high."""
        return max(self.across or 0, self.up or 0) >= HIGH


def silent(subject: Subject, wanted: Wanted, *, after: Place | None = None, limit: int = 50) -> list[Silent]:
    """The silent stakeholders that the subject concerns, behind a place."""
    found: list[Silent] = []
    for part, ask in enumerate((_on_map, _organisations, _people)):
        if len(found) < limit and (after is None or part >= after.part):
            key = after.key if after is not None and after.part == part else None
            page = ask(subject, wanted, key, limit - len(found))
            if page is not None:
                found += [_silent(part, row) for row in db.session.execute(_shown(subject, part, page))]
    return found


def _on_map(subject: Subject, wanted: Wanted, after: Key | None, limit: int) -> Select[Any] | None:
    """The highest place of each stakeholder on the maps of the subject's plans."""
    kinds = [ORGANISATION] if wanted.organisations else []
    kinds += [CONTACT] if wanted.people is not None else []
    if not kinds or not subject.publication_ids:
        return None
    return highest([_placed(subject, wanted, whom) for whom in kinds], after, limit)


def _placed(subject: Subject, wanted: Wanted, whom: StakeholderKind) -> Select[Any]:
    standing = present(whom, Placement.across, Placement.up).where(*placed(subject)).subquery()
    top = (
        select(standing.c.owner, func.max(standing.c.across).label("across"), func.max(standing.c.up).label("up"))
        .group_by(standing.c.owner)
        .subquery()
    )
    statement = _columns(whom, across=top.c.across, up=top.c.up)
    there = statement.join(top, top.c.owner == MODELS[whom].id)
    return there.where(*_is_silent(subject, wanted, whom, top.c.owner))


def _organisations(subject: Subject, wanted: Wanted, after: Key | None, limit: int) -> Select[Any] | None:
    return _beside(subject, wanted, ORGANISATION, after).limit(limit) if wanted.organisations else None


def _people(subject: Subject, wanted: Wanted, after: Key | None, limit: int) -> Select[Any] | None:
    return _beside(subject, wanted, CONTACT, after).limit(limit) if wanted.people is not None else None


def _beside(subject: Subject, wanted: Wanted, whom: StakeholderKind, after: Key | None) -> Select[Any]:
    """Those who stand on no map of the subject's plans."""
    model, ordered = MODELS[whom], LISTED_BY[whom]
    statement = _columns(whom).where(
        *_is_silent(subject, wanted, whom, model.id),
        *is_near(subject, whom, wanted.figures.size(whom)),
        ~_is_placed(subject, whom),
    )
    if after is not None:
        statement = statement.where(tuple_(ordered, model.id) > after)
    return statement.order_by(ordered, model.id)


def _is_placed(subject: Subject, whom: StakeholderKind) -> ColumnElement[bool]:
    """Whether a stakeholder, or a double of it, stands on a map of the subject's plans."""
    model, stands = MODELS[whom], OWNERS[whom]
    double: Any = model.__table__.alias("placed_double")
    # From the double to its placement, not the other way: a record has hardly any doubles, a map has many placements.
    of_double = exists().where(
        double.c.merged_into_id == model.id, exists().where(stands == double.c.id, *placed(subject))
    )
    return or_(exists().where(stands == model.id, *placed(subject)), of_double)


def _is_silent(subject: Subject, wanted: Wanted, whom: StakeholderKind, whom_id: Any) -> list[ColumnElement[bool]]:
    is_person = whom is CONTACT
    where: list[ColumnElement[bool]] = [*(KNOWN if is_person else AT_WORK)]
    where.append(~has(subject, whom, whom_id, ReachStanding.spoke))
    if is_person:
        where += wanted.people if wanted.people is not None else [false()]
    if wanted.only is not None:
        where.append(whom_id.in_([one.id for one in wanted.only if one.kind is whom]))
    return where


def _columns(whom: StakeholderKind, *, across: Any = None, up: Any = None) -> Select[Any]:
    """What a part is ordered by."""
    model = MODELS[whom]
    return select(
        whom_column(whom),
        model.id,
        model.name,
        LISTED_BY[whom].label("ordered"),
        (literal(None) if across is None else across).label("across"),
        (literal(None) if up is None else up).label("up"),
        (literal(0) if across is None else -(across + up)).label("rank"),
    ).select_from(model)


def _order(part: int, rows: Any) -> tuple[Any, ...]:
    return by_height(rows) if part == ON_MAP else (rows.c.ordered, rows.c.id)


def _shown(subject: Subject, part: int, page: Select[Any]) -> Select[Any]:
    """What is told of each of a page, in its order."""
    rows = page.subquery()
    is_person = rows.c.whom == CONTACT.value
    drafts = has(subject, ORGANISATION, rows.c.id, ReachStanding.drafts)
    told = select(rows, described(rows).label("works_at"), case((is_person, false()), else_=drafts).label("drafts"))
    return told.order_by(*_order(part, rows))


def _silent(part: int, row: Any) -> Silent:
    key: Key = (row.rank, row.name, row.whom, row.id) if part == ON_MAP else (row.ordered, row.id)
    return Silent(
        stakeholder=Stakeholder(StakeholderKind(row.whom), row.id),
        name=row.name,
        where=row.works_at,
        across=row.across,
        up=row.up,
        drafts=row.drafts,
        place=Place(part, key),
    )
