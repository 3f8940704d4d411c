"""What people answered to the demonstration's consultations that are closed; all of them are invented."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from engage.consultations import queries
from engage.core import clock
from engage.core.database import unit_of_work
from engage.core.permissions import VISITOR
from engage.demo.texts import Texts
from engage.responses.actions import responding
from engage.responses.queries import responses
from engage.submissions import actions
from engage.submissions.models import Channel, Consent

SEED = 1948
PUBLISHED_AFTER = timedelta(hours=30)


@dataclass(frozen=True)
class Said:
    """One answer: how far, in words; with a name where it may be published under it."""

    howfar: int
    words: str
    name: str = ""
    published: bool = False


@dataclass(frozen=True)
class Closed:
    """A consultation that is over, the days between which people answered, and what they said."""

    slug: str
    first: float
    last: float
    said: Sequence[Said]


STROKE = Closed(
    "one-stroke-unit",
    -110,
    -36,
    (
        Said(2, "From Pennerdale it is an hour to Skelbridge, when the road is open.", "Edie Raistrick", True),
        Said(5, "My brother was seen within the hour there. Everybody should have that.", "Colin Thwaite", True),
        Said(4, "I agree if somebody tells us how we get home afterwards. Nobody could say at the meeting."),
        Said(1, "Three of us share one car. Visiting would take a whole day."),
        Said(3, "Put in writing what the ambulance service has promised for winter."),
        Said(5, "Better one good unit than two that cannot find staff.", "Dr Nuala Speight", True),
        Said(2, "The therapy afterwards matters more to me than the first three days."),
        Said(4, "Yes, with a room for families who come from far away."),
        Said(3, ""),
    ),
)
PHARMACIES = Closed(
    "pharmacies-in-the-evening",
    -190,
    -118,
    (
        Said(4, "Sunday. The children are always ill on a Sunday.", "Ana Threlkeld", True),
        Said(5, "I finish at eight and the last bus goes at twenty past."),
        Said(2, "Once a year perhaps, but then I really need it."),
        Said(5, "Friday, for the medicine after a discharge from hospital.", "Hazel Birkett", True),
        Said(3, "It should be in Marlcross too, not only in Tarnwick."),
        Said(4, "A pharmacist who answers the telephone would do on most evenings."),
        Said(1, ""),
    ),
)


class ClosedConsultations:
    """Lets people answer while each was open, and moderators pass what may be read."""

    def __init__(self, texts: Texts) -> None:
        """The consultations are those that the demonstration built before."""
        self.texts = texts
        self.moderator = texts.ground.moderator
        self.chance = random.Random(SEED)  # noqa: S311 - the same people say the same on every start

    def steps(self) -> Iterator[tuple[float, Callable[[], None]]]:
        """What to do and on which day."""
        for closed in (STROKE, PHARMACIES):
            for said in closed.said:
                day = self.chance.uniform(closed.first, closed.last)
                yield day, partial(self._answer, closed.slug, said, day, self._area(), self._channel())

    def _area(self) -> int:
        return self.chance.choice(sorted(area.id for area in self.texts.ground.areas.values()))

    def _channel(self) -> Channel:
        return self.chance.choice((Channel.WEB, Channel.WEB, Channel.PAPER))

    def _answer(self, slug: str, said: Said, day: float, area_id: int, channel: Channel) -> None:
        moment = self.texts.moment(day)
        with clock.pretending(moment), unit_of_work():
            asked = queries.consultation_by_slug(slug)
            assert asked is not None  # noqa: S101 - it was launched on an earlier day
            draft, _ = actions.begin(VISITOR, consultation=asked, channel=channel, name=said.name, area_id=area_id)
            answers = {"howfar": said.howfar, **({"open1": said.words} if said.words else {})}
            actions.save_answers(VISITOR, submission=draft, base_revision=0, answers=answers)
            actions.send(VISITOR, submission=draft, consent=Consent.NAMED if said.published else Consent.NONE)
        if said.published:
            with clock.pretending(moment + PUBLISHED_AFTER), unit_of_work():
                waiting = responses.response(draft.id)
                assert waiting is not None  # noqa: S101 - it was offered when it was sent
                responding.publish_response(self.moderator, response=waiting, version=1)
