"""Where organisations lead that are at work no more, and the codes by which they are still looked for."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from engage.core.database import db
from engage.directory.models import Organisation, OrganisationCode
from engage.directory.queries.records import successors_of
from engage.directory.schemes import SCHEMES

MOST_STEPS = 10
LONGEST_CODE = 40


@dataclass(frozen=True)
class Coded:
    """An organisation that has a code of a register, and the one to which it leads where its place was taken."""

    code: str
    organisation: Organisation
    successor: Organisation | None

    @property
    def now(self) -> Organisation:
        """What stands behind the code today."""
        return self.successor or self.organisation


def leads_to(organisation: Organisation) -> Organisation | None:
    """The organisation at work that took the place of a closed one, over any steps, where there is just one."""
    seen, found = {organisation.id}, organisation
    for _ in range(MOST_STEPS):
        if not found.is_closed:
            return found if found is not organisation else None
        behind = successors_of(found.id)
        if len(behind) != 1 or behind[0].id in seen:
            return None
        found = behind[0]
        seen.add(found.id)
    return None


def coded(typed: str) -> Sequence[Coded]:
    """The organisations that have what was typed as a code, in whichever register."""
    code = typed.strip()
    if not code or len(code) > LONGEST_CODE:
        return []
    named = aliased(Organisation)
    rows = db.session.execute(
        select(OrganisationCode.code, Organisation)
        .join(named, named.id == OrganisationCode.organisation_id)
        .join(Organisation, Organisation.id == func.coalesce(named.merged_into_id, named.id))
        .where(OrganisationCode.scheme.in_(SCHEMES), OrganisationCode.code.in_({code, code.upper()}))
        .order_by(Organisation.name, Organisation.id)
    )
    return [Coded(row.code, row.Organisation, leads_to(row.Organisation)) for row in rows]
