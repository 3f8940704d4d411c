"""Who stands on the maps of plans now: a double and the record that is kept are one, and stand once on each map."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, literal, or_, select, tuple_, union_all
from sqlalchemy.orm import aliased

from engage.directory.models import Contact, ContactRole, Organisation, OrganisationKind, StakeholderKind
from engage.reach.models import Placement

Key = tuple[str | int, ...]
MODELS: dict[StakeholderKind, Any] = {StakeholderKind.ORGANISATION: Organisation, StakeholderKind.CONTACT: Contact}
OWNERS: dict[StakeholderKind, Any] = {
    StakeholderKind.ORGANISATION: Placement.organisation_id,
    StakeholderKind.CONTACT: Placement.contact_id,
}
STANDS = (Placement.superseded_at.is_(None), Placement.across.is_not(None))


def present(whom: StakeholderKind, *columns: Any) -> Select[Any]:
    """Columns of every placement that stands for stakeholders of a kind, with `owner`, the id of the kept record.

    Where doubles stand on the same map, that of the record that is kept holds, else the latest.
    """
    model, stands = MODELS[whom], OWNERS[whom]
    # Doubles are few: looking each placement up among them costs a third of reading its own record.
    doubles = select(model.id, model.merged_into_id).where(model.merged_into_id.is_not(None))
    double = doubles.cte(f"double_{whom.value}").prefix_with("MATERIALIZED")
    kept = double.c.merged_into_id
    return (
        select(func.coalesce(kept, stands).label("owner"), *columns)
        .select_from(Placement)
        .outerjoin(double, double.c.id == stands)
        .where(*STANDS, stands.is_not(None), or_(kept.is_(None), ~_gives_way(whom, kept)))
    )


def _gives_way(whom: StakeholderKind, kept: Any) -> ColumnElement[bool]:
    beside, better = aliased(MODELS[whom]), aliased(Placement)
    owner = better.contact_id if whom is StakeholderKind.CONTACT else better.organisation_id
    return exists().where(
        better.publication_id == Placement.publication_id,
        better.superseded_at.is_(None),
        better.across.is_not(None),
        beside.id == owner,
        or_(beside.id == kept, and_(beside.merged_into_id == kept, better.id > Placement.id)),
    )


def highest(sides: Sequence[Any], after: Key | None, limit: int) -> Select[Any]:
    """The first rows of some statements behind a place, the highest first.

    They have `rank`, `name`, `whom` and `id`. The first of each are found before they are sorted together, so that no
    more are carried.
    """
    firsts = [_first(side, after, limit).subquery() for side in sides]
    return _first(union_all(*(select(first) for first in firsts)), None, limit)


def _first(statement: Any, after: Key | None, limit: int) -> Select[Any]:
    rows = statement.subquery()
    key = by_height(rows)
    wanted = select(rows).order_by(*key).limit(limit)
    return wanted if after is None else wanted.where(tuple_(*key) > after)


def by_height(rows: Any) -> tuple[Any, ...]:
    """The columns by which stakeholders on maps are ordered."""
    return rows.c.rank, rows.c.name, rows.c.whom, rows.c.id


def whom_column(whom: StakeholderKind) -> Any:
    """The kind of all stakeholders of a statement, as its column `whom`."""
    return literal(whom.value).label("whom")


def described(rows: Any) -> ColumnElement[str]:
    """The kind of each organisation of some rows, and where each person works."""
    is_person = rows.c.whom == StakeholderKind.CONTACT.value
    kind = select(OrganisationKind.name).join(Organisation, Organisation.kind_id == OrganisationKind.id)
    works_at = (
        select(Organisation.name)
        .join(ContactRole, ContactRole.organisation_id == Organisation.id)
        .where(ContactRole.contact_id == rows.c.id, ContactRole.until.is_(None))
        .order_by(ContactRole.id)
        .limit(1)
    )
    told = case(
        (is_person, works_at.scalar_subquery()), else_=kind.where(Organisation.id == rows.c.id).scalar_subquery()
    )
    return func.coalesce(told, "")
