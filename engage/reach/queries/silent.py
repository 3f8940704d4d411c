"""Who has not said anything: those with much interest or influence first, then organisations, then people, by name.

Each of the three parts is asked only when the page is not full yet, and no statement reads more than it shows, the
map, or a scope of a few thousand.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Select, false, func, literal, select, tuple_, union_all

from engage.core.database import db
from engage.directory.models import Contact, ContactRole, Organisation, OrganisationKind, StakeholderKind
from engage.reach.models import HIGH, Placement, ReachStanding
from engage.reach.queries.figures import Figures
from engage.reach.queries.scopes import AT_WORK, KNOWN, is_near, placed
from engage.reach.queries.standings import has
from engage.reach.queries.subjects import Subject
from engage.reach.stakeholders import Stakeholder

Key = tuple[str | int, ...]
ON_MAP, ORGANISATIONS, PEOPLE = range(3)
ORGANISATION, CONTACT = StakeholderKind.ORGANISATION, StakeholderKind.CONTACT


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
            statement = ask(subject, wanted, key)
            if statement is not None:
                rows = db.session.execute(statement.limit(limit - len(found)))
                found += [_silent(part, row) for row in rows]
    return found


def _on_map(subject: Subject, wanted: Wanted, after: Key | None) -> Select[Any] | None:
    """The highest place of each stakeholder on the maps of the subject's plans."""
    parts = [_placed(subject, wanted, ORGANISATION)] if wanted.organisations else []
    parts += [_placed(subject, wanted, CONTACT)] if wanted.people is not None else []
    if not parts or not subject.publication_ids:
        return None
    both = union_all(*parts).subquery()
    key = (both.c.rank, both.c.name, both.c.whom, both.c.id)
    statement = select(both)
    if after is not None:
        statement = statement.where(tuple_(*key) > after)
    return statement.order_by(*key)


def _placed(subject: Subject, wanted: Wanted, whom: StakeholderKind) -> Select[Any]:
    kept, column = (Contact, Placement.contact_id) if whom is CONTACT else (Organisation, Placement.organisation_id)
    double: Any = kept.__table__.alias("double")
    across, up = func.max(Placement.across).label("across"), func.max(Placement.up).label("up")
    owner = func.coalesce(double.c.merged_into_id, double.c.id).label("owner")
    highest = select(owner, across, up).join(double, double.c.id == column).where(*placed(subject)).group_by(owner)
    mine = highest.subquery()
    statement = _columns(subject, whom, across=mine.c.across, up=mine.c.up).join(mine, mine.c.owner == kept.id)
    return statement.where(*_is_silent(subject, wanted, whom))


def _organisations(subject: Subject, wanted: Wanted, after: Key | None) -> Select[Any] | None:
    if not wanted.organisations:
        return None
    size = wanted.figures.size(ORGANISATION)
    statement = _columns(subject, ORGANISATION).where(
        *_is_silent(subject, wanted, ORGANISATION),
        *is_near(subject, ORGANISATION, size),
        Organisation.id.not_in(_on_map_already(subject, Organisation, Placement.organisation_id)),
    )
    if after is not None:
        statement = statement.where(tuple_(Organisation.name, Organisation.id) > after)
    return statement.order_by(Organisation.name, Organisation.id)


def _people(subject: Subject, wanted: Wanted, after: Key | None) -> Select[Any] | None:
    if wanted.people is None:
        return None
    size = wanted.figures.size(CONTACT)
    statement = _columns(subject, CONTACT).where(
        *_is_silent(subject, wanted, CONTACT),
        *is_near(subject, CONTACT, size),
        Contact.id.not_in(_on_map_already(subject, Contact, Placement.contact_id)),
    )
    if after is not None:
        statement = statement.where(tuple_(Contact.name_key, Contact.id) > after)
    return statement.order_by(Contact.name_key, Contact.id)


def _on_map_already(subject: Subject, model: Any, column: Any) -> Select[Any]:
    double = model.__table__.alias("placed_double")
    kept = func.coalesce(double.c.merged_into_id, double.c.id)
    return select(kept).join(Placement, column == double.c.id).where(*placed(subject))


def _is_silent(subject: Subject, wanted: Wanted, whom: StakeholderKind) -> list[ColumnElement[bool]]:
    is_person = whom is CONTACT
    model: Any = Contact if is_person else Organisation
    where: list[ColumnElement[bool]] = [*(KNOWN if is_person else AT_WORK)]
    where.append(~has(subject, whom, model.id, ReachStanding.spoke))
    if is_person:
        where += wanted.people if wanted.people is not None else [false()]
    if wanted.only is not None:
        where.append(model.id.in_([one.id for one in wanted.only if one.kind is whom]))
    return where


def _columns(subject: Subject, whom: StakeholderKind, *, across: Any = None, up: Any = None) -> Select[Any]:
    is_person = whom is CONTACT
    model: Any = Contact if is_person else Organisation
    columns = (
        literal(whom.value).label("whom"),
        model.id,
        model.name,
        (Contact.name_key if is_person else Organisation.name).label("ordered"),
        (_works_at() if is_person else _kind_of()).label("works_at"),
        (literal(None) if across is None else across).label("across"),
        (literal(None) if up is None else up).label("up"),
        (literal(0) if across is None else -(across + up)).label("rank"),
        has(subject, whom, model.id, ReachStanding.drafts).label("drafts"),
    )
    return select(*columns).select_from(model)


def _kind_of() -> Any:
    named = select(OrganisationKind.name).where(OrganisationKind.id == Organisation.kind_id)
    return func.coalesce(named.correlate(Organisation).scalar_subquery(), "")


def _works_at() -> Any:
    named = (
        select(Organisation.name)
        .join(ContactRole, ContactRole.organisation_id == Organisation.id)
        .where(ContactRole.contact_id == Contact.id, ContactRole.until.is_(None))
        .order_by(ContactRole.id)
        .limit(1)
    )
    return func.coalesce(named.correlate(Contact).scalar_subquery(), "")


def _silent(part: int, row: Any) -> Silent:
    whom = StakeholderKind(row.whom)
    key: Key = (row.rank, row.name, row.whom, row.id) if part == ON_MAP else (row.ordered, row.id)
    return Silent(
        stakeholder=Stakeholder(whom, row.id),
        name=row.name,
        where=row.works_at,
        across=row.across,
        up=row.up,
        drafts=bool(row.drafts) and whom is ORGANISATION,
        place=Place(part, key),
    )
