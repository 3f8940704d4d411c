"""The claims to speak for an organisation that wait for staff, of the directory or proposed."""

from collections.abc import Collection, Mapping

from flask import url_for

from engage.core.permissions import Viewer
from engage.moderation.kinds.protocol import Counting, Lines, Place, counting_one
from engage.moderation.queries import Filter
from engage.representations import queries as representations
from engage.representations.models import RepresentationState
from engage.representations.rights import REPRESENT

KIND = "claim"
OUTCOMES = {
    RepresentationState.CONFIRMED: "The claim was confirmed",
    RepresentationState.REFUSED: "The claim was refused",
    RepresentationState.ENDED: "The claim was taken back",
}


class ClaimList:
    """The waiting list of claims."""

    name = KIND
    kinds: Mapping[str, str] = {KIND: "Claims to speak for an organisation"}
    permission = REPRESENT
    counts_rows = True

    def lines(self, wanted: Filter, after: Place | None, limit: int) -> Lines | None:
        """Who asks, what the person says, and for which organisation; none of them belongs to a publication."""
        if not wanted.may_find(KIND) or wanted.publication_id is not None:
            return None
        return representations.waiting_lines(
            wanted.areas, after=after, limit=limit, words=wanted.words, before=wanted.waiting_before
        )

    def words(self, kept: str) -> str:
        """As they were typed."""
        return kept

    def counting(self, area_ids: frozenset[int] | None) -> Counting:
        """How many wait: a number that stays small, since each is a person who asked."""
        return counting_one(KIND, representations.counting_claims(area_ids))

    def reachable(self, viewer: Viewer, ids: Collection[int]) -> frozenset[int]:
        """Those about organisations of the viewer's areas."""
        return frozenset(representations.claims_by_id(viewer, ids))

    def waiting(self, ids: Collection[int]) -> Mapping[int, int]:
        """Those that wait; a claim has one wording."""
        states = representations.states_of(ids)
        return {number: 1 for number, state in states.items() if state is RepresentationState.ASKED}

    def outcome(self, ids: Collection[int]) -> Mapping[int, str]:
        """How each was decided."""
        states = representations.states_of(ids)
        return {number: OUTCOMES[state] for number, state in states.items() if state in OUTCOMES}

    def url(self, item_id: int, wanted: Filter) -> str:
        """The claim's own page."""
        return url_for("representations_staff.claim", representation_id=item_id, **wanted.query)
