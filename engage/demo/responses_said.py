"""What the demonstration's organisations and people answer; all of them are invented."""

from dataclasses import dataclass, field

TITLE = "Which journeys to hospital should be mended first?"
SUMMARY = (
    "The county council and the hospitals can mend some journeys this winter and others only next year. "
    "Say which ones cannot wait, and why."
)
TO_DECIDE = (
    "Which three of the seven journeys in the travel plan get money before April, and what is tried out on each."
)
NOTICE = (
    "We keep your answers for three years, to decide about journeys and to report what we heard. "
    "We do not pass on your name unless you agree to it."
)
JOURNEYS = {
    "pennerdale": "Pennerdale to Oxmere in the morning",
    "evening": "Home from Skelbridge in the evening",
    "sunday": "Any journey on a Sunday",
    "wheelchair": "A journey with a wheelchair",
}
QUESTIONS = {
    "first": "Which journey should be mended first?",
    "whyfirst": "Why that one?",
    "tryout": "What should be tried out on it?",
}


@dataclass(frozen=True)
class Person:
    """Somebody's answer: `passed` when a moderator has published it."""

    days_ago: float
    name: str
    first: str
    words: str
    area: str = ""
    consent: str = "named"
    passed: bool = True
    blacked_out: str = ""


@dataclass(frozen=True)
class Formal:
    """An organisation's response: who leads it, who approves it in which office, who signs it too."""

    days_ago: float
    organisation: str
    lead: str
    office: str
    first: str
    words: str
    tryout: str
    passed: bool = True
    quotes: tuple[str, ...] = ()
    spokesperson: str = ""
    signs: tuple[tuple[str, str], ...] = field(default=())


FORMAL = (
    Formal(
        22,
        "pennerdale-carers-circle",
        "lynne",
        "Coordinator",
        "pennerdale",
        "Of our 61 members, 44 take somebody to Oxmere at least once a month. The first bus gets there at 10.50. "
        "Clinics begin at 9.\n\nWe asked members to keep a diary for two weeks. They were late for 19 of 52 "
        "appointments, and six were cancelled at the desk. A carer who is late loses the morning that somebody else "
        "sat at home for.",
        "Let the 38 leave Ulfthwaite half an hour earlier on the three days when the memory clinic sits. Try it until "
        "Easter and count who gets on.",
        quotes=("A carer who is late loses the morning that somebody else sat at home for.",),
        spokesperson="Lynne Fothergate, Coordinator",
        signs=(("penner-wheels", "moira"),),
    ),
    Formal(
        17,
        "north-vale-patients-association",
        "jean",
        "Chair",
        "evening",
        "People are sent home from Skelbridge at a time that suits the ward. The last X4 leaves at 19.10. After that "
        "there is a taxi for £46, or the night in a chair.\n\nIn our survey of 312 patients, one in seven had "
        "waited in "
        "the entrance hall after eight in the evening, most of them over 75.",
        "Ask every person at noon how they will get home, and write the answer on the board above the bed.",
        quotes=(
            "People are sent home from Skelbridge at a time that suits the ward.",
            "Ask every person at noon how they will get home, and write the answer on the board above the bed.",
        ),
        spokesperson="Jean Ottershaw, Chair",
    ),
    Formal(
        9,
        "skelbridge-deaf-forum",
        "stephen",
        "Member for transport",
        "evening",
        "Stops are called out and not shown. Deaf people count lamp posts in the dark. When the X4 is diverted, nobody "
        "tells us, and the interpreter at the clinic is booked for forty minutes only.",
        "Screens on the X4 first. It is the one bus that goes past both hospitals.",
    ),
    Formal(
        1.5,
        "friends-of-hallowby-hospital",
        "ruth",
        "Secretary",
        "sunday",
        "Visitors come on Sundays, and there is no bus to Hallowby on a Sunday. Our volunteers drove 214 visitors last "
        "year in their own cars. Two of them are over eighty and would like to stop.",
        "One bus at two o’clock and one back at five, from the first Sunday in Advent.",
        passed=False,
    ),
)
PEOPLE = (
    Person(
        26,
        "Maureen Tippleby",
        "pennerdale",
        "I was a district nurse up there for thirty years. Half of those who miss a clinic are not careless, they are "
        "at a bus stop.",
        "pennerdale",
    ),
    Person(
        23,
        "Gordon Harkless",
        "evening",
        "My wife was told at seven that she could go home. I do not drive after dark any more. We sat there until my "
        "nephew finished work at eleven.",
        "oxmere",
        consent="unnamed",
    ),
    Person(
        21,
        "Tom Brackwell",
        "pennerdale",
        "Milking ends at eight. Ring Alice Netherby on 01632 960777, she runs the school bus and would take three more "
        "if anybody asked her. It passes the hospital gate.",
        "pennerdale",
        blacked_out="Alice Netherby on 01632 960777",
    ),
    Person(
        14,
        "Edith Maccleby",
        "wheelchair",
        "There is room for one chair on the bus. If somebody is in it I wait for the next, and the next is in "
        "two hours.",
        "tarnwick",
        consent="unnamed",
    ),
    Person(
        8,
        "Imran Sohailey",
        "sunday",
        "I open the shop at five on Sundays and see them walking along the main road to the hospital, in the "
        "rain, with "
        "flowers.",
        "hallowby",
    ),
    Person(
        0.8,
        "Wendy Applethorn",
        "wheelchair",
        "My son’s chair is wider than the space. The driver is kind about it, which does not make it wider.",
        "marlcross",
        passed=False,
    ),
)
DRAFTED = {
    "whyfirst": "We asked forty people in Tarnwick under 25. Most of them go alone, because a parent cannot "
    "take the day "
    "off, and they go by bus.",
}
CLAIM = (
    "I keep the books of the residents’ group and was asked at the last meeting to write its answer. "
    "The vice chair, Phil Wetherlam, knows of it."
)
DRAFT_NOTE = "Can we say how many of the forty have missed one? I have the forms and will count."
