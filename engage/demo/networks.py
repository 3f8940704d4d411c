"""The demonstration's partnership, its network of groups and its citizens' panel, which met and advised."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from itertools import islice

from engage.core import clock, files
from engage.core.database import unit_of_work
from engage.core.i18n import local
from engage.demo.texts import Texts
from engage.directory import actions
from engage.directory.actions import networks
from engage.directory.models import Network, NetworkKind
from engage.directory.queries.networks_shown import shown_networks

PARTNERS = (
    "north-vale-icb",
    "north-vale-community-trust",
    "skelbridge-and-oxmere-hospitals",
    "north-vale-county-council",
)
GROUPS = ("pennerdale-carers-circle", "skelbridge-deaf-forum", "oxmere-stroke-club", "penner-wheels", "lantern-rooms")
DRAWN, WHO_AGREED = 12, 9
ADVISED = (
    "Keep an evening clinic in each of the four towns, if only on one day a week. Say a year before a service moves "
    "how people without a car will reach it. Come back in spring and tell us what you did."
)
PAPER = "Town,Minutes by bus,Last bus home\nTarnwick,74,18:40\nMarlcross,51,19:15\nHallowby,32,20:05\nOxmere,18,22:30\n"


class Networks:
    """Founds them, says who belongs to them, and lets the panel meet."""

    def __init__(self, texts: Texts) -> None:
        """The organisations are those of the ground."""
        self.texts = texts
        self.officer = texts.ground.viewers["joanne"]
        self.organisations = texts.ground.organisations

    def steps(self) -> Iterator[tuple[float, Callable[[], None]]]:
        """What to do and on which day."""
        yield -400, self._found
        yield -20, partial(self._meet, -21)

    def _day(self, day: float) -> date:
        return local(self.texts.moment(day)).date()

    def _add(self, name: str, kind: NetworkKind, description: str) -> Network:
        return networks.add_network(self.officer, name=name, kind=kind, description=description, is_public=True)

    def _found(self) -> None:
        with clock.pretending(self.texts.moment(-400)), unit_of_work():
            partnership = self._add(
                "North Vale Health and Care Partnership",
                NetworkKind.PARTNERSHIP,
                "The bodies that plan and run health and social care in North Vale, who sign its plans together.",
            )
            groups = self._add(
                "Voices of the Vale",
                NetworkKind.NETWORK,
                "Groups of patients, carers and volunteers that answer together where one alone would not be heard.",
            )
            for network, slugs in ((partnership, PARTNERS), (groups, GROUPS)):
                for place, slug in enumerate(slugs):
                    self._join(network, slug, "Chair" if not place else "Member")
            self._draw()

    def _join(self, network: Network, slug: str, part: str) -> None:
        since, member = self._day(-1100), self.organisations[slug]
        networks.add_network_member(self.officer, network=network, member=member, part=part, since=since)

    def _draw(self) -> None:
        """The panel: people drawn by lot, not all of whom agreed to be named; the first panel's terms are over."""
        panel = self._add(
            "The citizens' panel",
            NetworkKind.PANEL,
            "Residents drawn by lot from all parts of North Vale, who hear all sides for a weekend and then advise.",
        )
        people = self.texts.content.names
        pairs = zip(reversed(people.first), reversed(people.last), strict=False)
        for place, (first, last) in enumerate(islice(pairs, DRAWN)):
            person = actions.add_contact(self.officer, name=f"{first} {last}", source="Drawn by lot")
            since, until = self._day(-380), self._day(-15) if place < 3 else None
            networks.add_network_member(
                self.officer,
                network=panel,
                member=person,
                part="Drawn by lot",
                since=since,
                until=until,
                is_named=place < WHO_AGREED,
            )

    def _meet(self, day: float) -> None:
        accepted = files.accept_document("buses.csv", PAPER.encode())
        with clock.pretending(self.texts.moment(day + 1)), unit_of_work():
            panel = next(each for each in shown_networks() if each.kind is NetworkKind.PANEL)
            met = networks.add_meeting(
                self.officer,
                network=panel,
                held_on=self._day(day),
                title="Care close to home, and how to get there",
                place="Corn Hall, Oxmere",
                advised=ADVISED,
                is_public=True,
            )
            networks.add_paper(self.officer, meeting=met, accepted=accepted, title="Journeys by bus from four towns")
