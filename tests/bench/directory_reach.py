"""Reach and maps over a directory of a size: what lies on them grows with the directory, the first page must not."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from sqlalchemy import insert

from engage.core import clock, jobs
from engage.core.database import db, unit_of_work
from engage.core.permissions import VISITOR
from engage.directory.models import ContactArea, OrganisationArea, StakeholderKind
from engage.reach.models import About, Placement, ReachStanding, Route, SubjectKind, Telling
from engage.taxonomy.actions import add_area
from engage.taxonomy.models import AreaKind
from tests.support.consultations import make_consultation
from tests.support.publishing import make_plan

PLACES, BATCH = 8, 20_000
# One in so many of the directory stands on the map, and one in so many has answered.
PLACED, ANSWERED = 20, 10


def lay(organisations: int, contacts: int) -> dict[str, str]:
    """A plan and a consultation for all and for one place; gives the pages to be measured by what they are."""
    with unit_of_work():
        areas = [
            add_area(VISITOR, code=f"B{number}", name=f"Place {number}", kind=AreaKind.PLACE)
            for number in range(PLACES)
        ]
    _put(
        OrganisationArea, ({"organisation_id": n, "area_id": areas[n % PLACES].id} for n in range(1, organisations + 1))
    )
    _put(ContactArea, ({"contact_id": n, "area_id": areas[n % PLACES].id} for n in range(1, contacts + 1, 2)))
    plan, local = make_plan(), make_plan(areas=areas[:1])
    asked = make_consultation(publications=[plan])
    nearby = make_consultation(publications=[local])
    _put(Placement, _placements(plan.id, organisations, contacts))
    told = {"about": About.CONSULTATION, "about_id": asked.id, "route": Route.NOTICE, "at": clock.now()}
    _put(Telling, (told | {"whom": kind, "whom_id": n} for kind, n in _some(organisations, contacts, 2)))
    _count()
    spoke = {"kind": SubjectKind.CONSULTATION, "subject_id": asked.id, "spoke": True, "drafts": False}
    _put(ReachStanding, (spoke | {"whom": kind, "whom_id": n} for kind, n in _some(organisations, contacts, ANSWERED)))
    base = "/staff/reach"
    return {
        "reach of all": f"{base}/consultations/{asked.id}/",
        "reach of all: people": f"{base}/consultations/{asked.id}/?whom=people",
        "reach of a place": f"{base}/consultations/{nearby.id}/",
        "reach of a place: people": f"{base}/consultations/{nearby.id}/?whom=people",
        "map": f"{base}/plans/{plan.id}/map/",
    }


def _count() -> None:
    """Count everything, as the worker does."""
    jobs.run("ledger.seal")
    jobs.run("reach.count")


def _some(organisations: int, contacts: int, one_in: int) -> Iterator[tuple[StakeholderKind, int]]:
    yield from ((StakeholderKind.ORGANISATION, n) for n in range(one_in, organisations + 1, one_in))
    yield from ((StakeholderKind.CONTACT, n) for n in range(one_in, contacts + 1, one_in))


def _placements(plan_id: int, organisations: int, contacts: int) -> Iterator[dict[str, Any]]:
    # A map is of those who matter: it does not grow with the people of the directory.
    for kind, number in _some(organisations, min(contacts, organisations), PLACED):
        is_person = kind is StakeholderKind.CONTACT
        yield {
            "publication_id": plan_id,
            "organisation_id": None if is_person else number,
            "contact_id": number if is_person else None,
            "across": 1 + number % 5,
            "up": 1 + number // 7 % 5,
            "reason": "It has a say.",
            "at": clock.now(),
        }


def _put(model: Any, rows: Iterator[dict[str, Any]]) -> None:
    while some := list(islice(rows, BATCH)):
        with unit_of_work():
            db.session.execute(insert(model), some)
