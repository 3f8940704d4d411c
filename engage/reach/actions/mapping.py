"""Placing stakeholders on the map of a plan, and naming its scales."""

from collections.abc import Sequence
from typing import Any

from engage.core import clock, ledger
from engage.core.database import db
from engage.core.errors import Refused
from engage.core.ledger import Event
from engage.core.permissions import Viewer
from engage.core.text import clean_line, is_blank
from engage.publishing.models import Publication
from engage.reach import verbs
from engage.reach.models import MOST, MappingScales, Placement
from engage.reach.queries import maps
from engage.reach.stakeholders import Stakeholder
from engage.taxonomy.models import AreaPopulation
from engage.taxonomy.queries import all_areas


def place(
    actor: Viewer, *, publication: Publication, whom: Stakeholder, across: int, up: int, reason: str
) -> Placement:
    """Place a stakeholder on the map of a plan, with the reason; the same again changes nothing."""
    reason = _checked(across, up, reason)
    maps.hold(publication.id)
    before = maps.present_placement(publication.id, whom)
    if before is not None and (before.across, before.up, before.reason) == (across, up, reason):
        return before
    own = maps.own_placement(publication.id, whom)
    made = _put(actor, publication, whom, own, across=across, up=up, reason=reason)
    ledger.record_all([_placed(actor, made)])
    return made


def place_many(
    actor: Viewer, *, publication: Publication, whom: Sequence[Stakeholder], across: int, up: int, reason: str
) -> int:
    """Place stakeholders on the map of a plan where none of them stands yet; who stands stays. How many were placed."""
    reason = _checked(across, up, reason)
    maps.hold(publication.id)
    standing = maps.present_placements(publication.id, whom)
    made = []
    for who in whom:
        before = standing.get(who)
        if before is None or before.across is None:
            made.append(_put(actor, publication, who, before, across=across, up=up, reason=reason, flush=False))
    db.session.flush()
    if made:
        ledger.record_all([_placed(actor, placement) for placement in made])
    return len(made)


def _checked(across: int, up: int, reason: str) -> str:
    for field, value in (("across", across), ("up", up)):
        if not 1 <= value <= MOST:
            raise Refused(f"Choose a number from 1 to {MOST}.", field)
    reason = clean_line(reason)
    if is_blank(reason):
        raise Refused("Say in a few words why it stands there.", "reason")
    return reason


def _placed(actor: Viewer, made: Placement) -> Event:
    about: dict[str, Any] = {"subject_id": made.publication_id, "actor_id": actor.account_id}
    where: dict[str, Any] = {"across": made.across, "up": made.up}
    if made.contact_id is not None:
        return ledger.event(verbs.CONTACT_PLACED, **about, **where, contact_id=made.contact_id)
    return ledger.event(verbs.STAKEHOLDER_PLACED, **about, **where, organisation_id=made.organisation_id)


def take_off(actor: Viewer, *, publication: Publication, whom: Stakeholder) -> None:
    """Take a stakeholder off the map of a plan with its doubles; done twice it changes nothing, and history stays."""
    maps.hold(publication.id)
    about: dict[str, Any] = {"subject_id": publication.id, "actor_id": actor.account_id}
    for before in maps.placements_now(publication.id, whom):
        who = before.stakeholder
        _put(actor, publication, who, before, across=None, up=None, reason="")
        if who.is_person:
            ledger.record(verbs.CONTACT_TAKEN_OFF, **about, contact_id=who.id)
        else:
            ledger.record(verbs.STAKEHOLDER_TAKEN_OFF, **about, organisation_id=who.id)


def _put(
    actor: Viewer,
    publication: Publication,
    whom: Stakeholder,
    before: Placement | None,
    *,
    across: int | None,
    up: int | None,
    reason: str,
    flush: bool = True,
) -> Placement:
    now = clock.now()
    if before is not None:
        before.superseded_at = now
        db.session.flush()
    made = Placement(
        publication_id=publication.id,
        organisation_id=whom.organisation_id,
        contact_id=whom.contact_id,
        across=across,
        up=up,
        reason=reason,
        at=now,
        account_id=actor.account_id,
    )
    db.session.add(made)
    if flush:
        db.session.flush()
    return made


def name_scales(actor: Viewer, *, across: str, up: str) -> None:
    """Give the two scales the names that the body uses."""
    across, up = clean_line(across), clean_line(up)
    if across.casefold() == up.casefold():
        raise Refused("Give the two scales different names.", "up")
    row = db.session.get(MappingScales, 1) or MappingScales(id=1)
    row.across, row.up = across, up
    db.session.add(row)
    ledger.record(verbs.SCALES_NAMED, subject_id=1, actor_id=actor.account_id)


def set_populations(actor: Viewer, *, lines: str, source: str) -> int:
    """Take how many people live in areas from lines of a code and a number; how many areas were set.

    Raises Refused with the number of the first line that is wrong; then nothing is set.
    """
    known = {area.code.casefold(): area for area in all_areas()}
    found: dict[int, int] = {}
    for number, line in enumerate(lines.splitlines(), start=1):
        if not line.strip():
            continue
        code, _, people = line.replace(";", ",").replace("\t", ",").partition(",")
        area = known.get(code.strip().strip('"').casefold())
        digits = people.strip().strip('"').replace(",", "").replace(" ", "")
        if area is None:
            raise Refused(f"Line {number}: there is no area with the code “{code.strip()}”.", "lines")
        if not digits.isascii() or not digits.isdigit() or not 0 < int(digits) < 2**31:
            raise Refused(f"Line {number}: “{people.strip()}” is not a number of people.", "lines")
        found[area.id] = int(digits)
    for area_id, people_there in found.items():
        db.session.merge(AreaPopulation(area_id=area_id, people=people_there, source=clean_line(source)))
    if found:
        ledger.record(verbs.POPULATIONS_SET, subject_id=1, actor_id=actor.account_id, areas=len(found))
    return len(found)
