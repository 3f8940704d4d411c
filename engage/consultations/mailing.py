"""Whom the launch of a consultation writes to by lists of the directory, and whom it would not reach."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engage.lists.models import StakeholderList
from engage.lists.queries import members_of_list, stakeholder_list
from engage.lists.queries.lists import ListMember, Place

AT_A_TIME = 5000


@dataclass(frozen=True)
class ListReach:
    """One list: who is on it, how many of them have an address to write to, and the others."""

    row: StakeholderList
    size: int
    reached: int
    missed: Sequence[ListMember]

    @property
    def is_there(self) -> bool:
        """Whether it is still a list of the directory."""
        return self.row.removed_at is None


@dataclass(frozen=True)
class Reach:
    """All lists together: each address is written to once, and whoever is missed is missed once."""

    lists: Sequence[ListReach]
    addresses: int
    missed: Sequence[ListMember]

    @property
    def reasons(self) -> dict[str, int]:
        """How many are not written to, by the reason."""
        found: dict[str, int] = {}
        for member in self.missed:
            found[_reason(member)] = found.get(_reason(member), 0) + 1
        return found

    @property
    def by_reason(self) -> dict[str, list[ListMember]]:
        """Who is not written to, by the reason."""
        found: dict[str, list[ListMember]] = {}
        for member in self.missed:
            found.setdefault(_reason(member), []).append(member)
        return found


def reach_of(list_ids: Sequence[int]) -> Reach:
    """Whom these lists reach, as the directory stands now; what mail itself must not send comes on top."""
    lists: list[ListReach] = []
    addresses: set[str] = set()
    missed: dict[Place, ListMember] = {}
    for list_id in list_ids:
        row = stakeholder_list(list_id)
        if row is None:
            continue
        members = list(_members(list_id))
        away = [one for one in members if one.why_not is not None]
        lists.append(ListReach(row, len(members), len(members) - len(away), away))
        addresses |= {one.email.casefold() for one in members if one.why_not is None and one.email}
        missed |= {one.place: one for one in away}
    return Reach(lists, len(addresses), list(missed.values()))


def _members(list_id: int) -> Iterator[ListMember]:
    after = None
    while batch := members_of_list(list_id, after=after, limit=AT_A_TIME):
        yield from batch
        if len(batch) < AT_A_TIME:
            return
        after = batch[-1].place


def _reason(member: ListMember) -> str:
    return member.why_not or ""
