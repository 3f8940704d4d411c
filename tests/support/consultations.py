"""Consultations for tests; each builder is a unit of work of its own."""

from datetime import timedelta
from itertools import count

from engage.consultations import actions
from engage.consultations.definition import Condition, Definition, Option, Page, Question, QuestionKind, Test
from engage.consultations.models import Consultation
from engage.core import clock
from engage.core.database import unit_of_work
from engage.core.permissions import VISITOR, Viewer

NOTICE = "We keep your answers for three years. We do not pass on your name."
_numbers = count(1)


def option(key: str, label: str | None = None, **flags) -> Option:
    """An option whose label is its key unless said otherwise."""
    return Option(key=key, label=label or key.capitalize(), **flags)


def question(
    key: str, kind: QuestionKind | str = QuestionKind.LONG_TEXT, label: str | None = None, **facts
) -> Question:
    """A question whose label is its key unless said otherwise."""
    return Question(key=key, kind=QuestionKind(kind), label=label or f"Question {key}", **facts)


def shown_if(key: str, *any_of: str, negated: bool = False) -> Condition:
    """The condition that one earlier answer holds one of these options."""
    return Condition(tests=(Test(question=key, any_of=any_of, negated=negated),))


def make_definition(*, equality: bool = True) -> Definition:
    """Three pages with a question of every kind; those of `whynot` and the page `travel` are shown by conditions."""
    return Definition(
        pages=(_about_you(), _views(), _travel(), _more()),
        equality=_equality() if equality else (),
    )


def _about_you() -> Page:
    yes_no = (option("yesx", "Yes"), option("noxx", "No"))
    return Page(
        key="aboutyou",
        title="About you",
        questions=(
            question("welcome", "information", "We propose one team for each neighbourhood."),
            question(
                "uses", "one_choice", "Have you used the service in the last year?", required=True, options=yes_no
            ),
            question("postcode", "postcode", "What is your postcode?", help="The first part is enough."),
            question("contact", "contact", "How can we reach you?"),
        ),
    )


def _views() -> Page:
    other = option("othr", "Another reason, please say", other=True)
    reasons = (option("timex", "It takes too long"), option("farx", "It is too far"), other)
    return Page(
        key="views",
        title="What you think",
        questions=(
            question("agree", "scale", "How far do you agree?", least=1, most=5, required=True),
            question("reasons", "many_choice", "Why?", options=(*reasons, option("none", "None of these", alone=True))),
            question(
                "whynot", "long_text", "What would have to change?", longest=2000, show_if=shown_if("agree", "1", "2")
            ),
            question("short", "short_text", "In one word?", longest=50),
        ),
    )


def _travel() -> Page:
    often = (option("daily"), option("weekly"), option("never"))
    return Page(
        key="travel",
        title="How you travel",
        show_if=shown_if("uses", "yesx"),
        questions=(
            question(
                "means", "matrix", "How often do you go by …?", options=often, rows=(option("busx"), option("carx"))
            ),
            question(
                "order", "ranking", "What matters most?", options=(option("near"), option("fast"), option("kind"))
            ),
            question("minutes", "number", "How many minutes does it take?", least=0, most=600),
            question("since", "date", "Since when?"),
        ),
    )


def _more() -> Page:
    return Page(
        key="more",
        title="Anything else",
        questions=(
            question("paper", "file", "Add a letter or a report", most=3),
            question("believe", "agreement", "I have read how my answers are used", required=True),
        ),
    )


def _equality() -> tuple[Question, ...]:
    rather_not = option("ptns", "Prefer not to say")
    ages = (option("young", "Under 35"), option("middle", "35 to 64"), option("older", "65 or over"), rather_not)
    return (
        question("agegroup", "one_choice", "Which age group are you in?", options=ages),
        question("disab", "one_choice", "Are you disabled?", options=(option("yesx"), option("noxx"), rather_not)),
    )


def make_consultation(
    title: str | None = None,
    *,
    open: bool = True,  # noqa: A002 - the field's own word
    definition: Definition | None = None,
    publications=(),
    weeks: int = 12,
    actor: Viewer = VISITOR,
    **details,
) -> Consultation:
    """A consultation with questions and a notice, launched and open for so many weeks; a draft if `open` is false.

    `opens_at` and `closes_at` may be given; for one that is closed, give a past `closes_at`.
    """
    now = clock.now()
    details = {"closes_at": now + timedelta(weeks=weeks), "contact_email": "ask@northvale.example", **details}
    moment = min(now, details["closes_at"] - timedelta(weeks=weeks))
    with clock.pretending(moment), unit_of_work():
        found = actions.create_consultation(
            actor, title=title or f"Consultation number {next(_numbers)}", publications=publications, **details
        )
        actions.save_definition(actor, consultation=found, base=0, definition=definition or make_definition())
        actions.save_notice(actor, consultation=found, body=NOTICE)
        if open:
            at = details.get("opens_at")
            actions.launch(actor, consultation=found, at=at if at and at > moment else None)
    return found
