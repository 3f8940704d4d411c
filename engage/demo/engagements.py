"""What the demonstration's officer has logged, the events to come and past, and a map of stakeholders."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from sqlalchemy import select

from engage.core import clock
from engage.core.database import db, unit_of_work
from engage.core.i18n import local
from engage.demo.texts import Texts
from engage.directory.models import Contact
from engage.engagements import actions
from engage.engagements.actions import booking, events
from engage.engagements.models import Engagement, EngagementKind
from engage.engagements.queries.events import past_events
from engage.reach.actions import mapping
from engage.reach.stakeholders import Stakeholder

PLAN = "care-closer-to-home"
PEOPLE_OF_A_PLACE = 41_300


@dataclass(frozen=True)
class Met:
    """Something that was logged, and what was promised there, due so many days from now."""

    day: float
    kind: EngagementKind
    title: str
    said: str
    promised: str
    due: float


MET = (
    Met(-20, EngagementKind.MEETING, "Night transport", "Nobody gets home after eight.", "Send the bus times", -3),
    Met(-6, EngagementKind.CALL, "A hall for the clinics", "It is free on Tuesdays, with a ramp.", "See the hall", 5),
    Met(-2, EngagementKind.LETTER, "A quiet room", "They ask for one in each clinic.", "Answer the letter", 12),
)
STANDING = (
    (5, 5, "It runs the service."),
    (5, 2, "Its members use it daily."),
    (2, 4, "It pays for a part of it."),
    (4, 4, "It trains the nurses."),
    (1, 1, "It is far away."),
    (3, 2, "It lends the rooms."),
)
PEOPLE_STANDING = (
    (5, 3, "Everybody in the ward asks her first."),
    (4, 1, "Cares for two neighbours."),
)
HEARD = "The evening clinic came up at every table. People want to see the same nurse twice."

AT_THE_HALL = events.Described(
    summary="Meet the nurses and the people who decide. Bring your questions; there is tea.",
    minutes=90,
    place="The Market Hall, Hallowby",
    access="Step-free from Bridge Street. Hearing loop. The 14 bus stops outside until nine.",
    capacity=40,
)
ONLINE = events.Described(
    summary="How would you get to an evening clinic? Tell the people who plan the buses, from where you are.",
    minutes=60,
    access="Live captions and a sign language interpreter. You can also join by telephone.",
    online_url="https://meet.northvale.example/buses",
)


class Engagements:
    """Logs what was said with whom, as if time passed."""

    def __init__(self, texts: Texts) -> None:
        """The plan is one that the demonstration built before."""
        self.texts = texts
        self.officer = texts.ground.viewers["joanne"]
        self.organisations = list(texts.ground.organisations.values())

    def steps(self) -> Iterator[tuple[float, Callable[[], None]]]:
        """What to do and on which day."""
        for place, met in enumerate(MET):
            yield met.day, partial(self._meet, met, self.organisations[place].name)
        yield -35, partial(self._event, -35, -28, "An evening with the community nurses")
        yield -10, partial(self._event, -10, 9, "Ask about care closer to home")
        yield -4, partial(self._event, -4, 23, "Buses, lifts and parking: an evening online", is_online=True)
        yield -27, self._say_heard
        yield -15, self._map

    def _log(self, kind: EngagementKind, day: float, title: str, said: str = "", others: str = "") -> Engagement:
        at, publications = self.texts.hour(day, 18), [self.texts.publication(PLAN)]
        noted = actions.Noted(kind=kind, at=at, title=title, said=said, others=others, publications=publications)
        return actions.log_engagement(self.officer, noted=noted)

    def _meet(self, met: Met, others: str) -> None:
        with clock.pretending(self.texts.moment(met.day)), unit_of_work():
            found = self._log(met.kind, met.day, met.title, met.said, others)
            due = local(self.texts.moment(met.due)).date()
            owner = self.officer.account_id
            actions.make_promise(self.officer, engagement=found, what=met.promised, due=due, owner_id=owner)

    def _event(self, planned: float, day: float, title: str, *, is_online: bool = False) -> None:
        described = ONLINE if is_online else AT_THE_HALL
        with clock.pretending(self.texts.moment(planned)), unit_of_work():
            found = self._log(EngagementKind.EVENT, day, title)
            events.save_event(self.officer, engagement=found, described=described, listed=True)
            needs = "A seat near the front."
            who = {"name": "Edie Raistrick", "email": "edie@raistrick.example"}
            booking.book(engagement=found, needs=needs, proved=True, **who)

    def _say_heard(self) -> None:
        with clock.pretending(self.texts.moment(-27)), unit_of_work():
            past = past_events(clock.now(), limit=1)
            events.say_heard(self.officer, engagement=past[0].engagement, heard=HEARD)

    def _map(self) -> None:
        with clock.pretending(self.texts.moment(-15)), unit_of_work():
            plan = self.texts.publication(PLAN)
            for organisation, (across, up, reason) in zip(self.organisations, STANDING, strict=False):
                whom = Stakeholder.of(organisation.id, None)
                mapping.place(self.officer, publication=plan, whom=whom, across=across, up=up, reason=reason)
            people = db.session.scalars(select(Contact.id).order_by(Contact.id).limit(len(PEOPLE_STANDING)))
            for contact_id, (across, up, reason) in zip(people, PEOPLE_STANDING, strict=False):
                whom = Stakeholder.of(None, contact_id)
                mapping.place(self.officer, publication=plan, whom=whom, across=across, up=up, reason=reason)
            codes = sorted(self.texts.ground.areas)
            lines = "\n".join(f"{code}, {PEOPLE_OF_A_PLACE + 7_900 * place}" for place, code in enumerate(codes))
            mapping.set_populations(self.officer, lines=lines, source="Invented for the demonstration")
