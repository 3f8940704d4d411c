"""The stakeholders of the demonstration: interests, codes and people of its organisations, and lists of them."""

from collections.abc import Iterator
from itertools import cycle

from engage.core.permissions import Viewer
from engage.demo.content_types import Content
from engage.demo.ground import Ground
from engage.directory import actions
from engage.directory.actions.contacts import Reached
from engage.directory.actions.records import Parts, confirm, set_parts
from engage.directory.models import (
    Basis,
    Channel,
    Format,
    ListWhom,
    Organisation,
    OrganisationStatus,
    Purpose,
)
from engage.directory.queries.filtering import Filter
from engage.lists.actions import save_list

INTERESTS = {
    "oxmere-stroke-club": ("stroke", "care-at-home"),
    "penner-wheels": ("travel-and-transport",),
    "pennerdale-carers-circle": ("carers", "care-at-home"),
    "tarnwick-young-voices": ("children-and-young-people", "mental-health"),
    "oxmere-asian-womens-group": ("maternity", "general-practice"),
    "lantern-rooms": ("mental-health",),
    "vale-pharmacists-committee": ("pharmacy", "general-practice"),
    "friends-of-hallowby-hospital": ("community-hospitals", "urgent-care"),
}
LISTS = (
    ("Voluntary groups in North Vale", ListWhom.BOTH, Filter(kinds=("voluntary-group",), areas=("north-vale",))),
    ("People who need another format", ListWhom.CONTACTS, Filter(formats=("easy_read", "bsl", "large_print"))),
    ("Interested in maternity", ListWhom.BOTH, Filter(topics=("maternity",))),
)
TITLES = ("Chair", "Secretary", "Volunteer", "Treasurer")
CHANNELS = (*(Channel.EMAIL,) * 3, Channel.POST, Channel.EMAIL, Channel.PHONE, Channel.EMAIL)
FORMATS = (Format.STANDARD, Format.STANDARD, Format.EASY_READ, Format.STANDARD, Format.LARGE_PRINT)
PEOPLE_EACH = 2
BOARD, BEFORE = "north-vale-icb", "North Vale Clinical Commissioning Group"


def lay_stakeholders(content: Content, ground: Ground) -> None:
    """People and lists beside the organisations of the ground, in the running unit of work."""
    officer, names = ground.editor, _names(content)
    for slug, topics in INTERESTS.items():
        organisation = ground.organisations[slug]
        actions.set_topics(officer, organisation=organisation, topics=[ground.topics[topic] for topic in topics])
        confirm(officer, organisation=organisation)
        for place in range(PEOPLE_EACH):
            _person(officer, ground, slug, next(names), place)
    for name, whom, wanted in LISTS:
        save_list(officer, name=name, whom=whom, wanted=wanted)
    _note_twice(officer, ground, next(_names(content)), next(iter(INTERESTS)))
    _add_twice(officer, ground)
    _replace(officer, ground)


def _note_twice(officer: Viewer, ground: Ground, name: str, slug: str) -> None:
    """Somebody whom a colleague noted once more after a telephone call, to be found as a likely double."""
    first, _, last = name.partition(" ")
    reached = [Reached(Channel.EMAIL, _email(name))]
    person = actions.add_contact(
        officer, name=f"{first[0]}. {last}", reached=reached, note="Rings in the mornings.", source="Telephone call"
    )
    actions.add_role(officer, contact=person, organisation=ground.organisations[slug])


def _add_twice(officer: Viewer, ground: Ground) -> None:
    """A club that wrote in by its other name, to be found as a likely double."""
    known = ground.organisations["oxmere-stroke-club"]
    actions.add_organisation(officer, slug="stroke-club-of-oxmere", name="The Stroke Club of Oxmere", email=known.email)


def _replace(officer: Viewer, ground: Ground) -> None:
    """The body that planned before the board did, whose code and page lead on to it."""
    board = ground.organisations[BOARD]
    before = actions.add_organisation(officer, slug="north-vale-ccg", name=BEFORE, areas=[ground.areas["north-vale"]])
    set_parts(officer, organisation=board, parts=_parts(OrganisationStatus.OPEN, "QNV"))
    set_parts(officer, organisation=before, parts=_parts(OrganisationStatus.CLOSED, "15NV", board))


def _parts(status: OrganisationStatus, code: str, *successors: Organisation) -> Parts:
    return Parts(
        telephone="",
        status=status,
        is_public=True,
        former_names=(),
        codes=[("ods", code)],
        addresses=(),
        domains=(),
        parent=None,
        successors=successors,
    )


def _names(content: Content) -> Iterator[str]:
    yield from (f"{first} {last}" for first, last in zip(cycle(content.names.first), content.names.last, strict=False))


def _email(name: str) -> str:
    return f"{name.lower().replace(' ', '.').replace('-', '')}@people.example"


def _person(officer: Viewer, ground: Ground, slug: str, name: str, place: int) -> None:
    number = len(name) + place
    person = actions.add_contact(
        officer,
        name=name,
        reached=[
            Reached(Channel.EMAIL, _email(name)),
            Reached(Channel.PHONE, f"01632 960{number:03}"),
            Reached(Channel.POST, f"{number} Mill Lane\nCorn Hall\nNorth Vale"),
        ],
        channel=CHANNELS[number % len(CHANNELS)],
        format=FORMATS[number % len(FORMATS)],
        source="Sheet of the spring assembly",
    )
    actions.add_role(officer, contact=person, organisation=ground.organisations[slug], title=TITLES[number % 4])
    topics = [ground.topics[topic] for topic in INTERESTS[slug][:1]]
    actions.set_interests(officer, contact=person, topics=topics, areas=[])
    if number % 5:
        actions.record_permission(
            officer,
            contact=person,
            purpose=Purpose.INVITATIONS,
            agreed=number % 7 > 0,
            basis=Basis.CONSENT,
            said="Signed the sheet of the spring assembly",
        )
