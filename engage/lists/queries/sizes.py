"""How many are on each of many lists, in as many statements for all as for one."""

from collections.abc import Sequence

from engage.directory.queries.filtering import Filter
from engage.directory.queries.sizes import Seen, sizes
from engage.lists.models import StakeholderList

MOST_LISTS = 50


def sizes_of(lists: Sequence[StakeholderList], *, seen: Seen = ()) -> dict[int, int]:
    """How many are on each of the first lists now; more than `sizes.MOST_COUNTED` where it is that or higher.

    `seen` is what a contact must be for the viewer to see it.
    """
    counted = lists[:MOST_LISTS]
    if not counted:
        return {}
    filters = [(Filter.from_json(each.filters), each.whom) for each in counted]
    return dict(zip((each.id for each in counted), sizes(filters, seen), strict=True))
