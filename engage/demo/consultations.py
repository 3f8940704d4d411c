"""The consultations of the demonstration: one open, one coming, one whose results are overdue, one with results."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from engage.consultations import actions, queries, record
from engage.consultations.definition import Definition
from engage.consultations.models import Consultation
from engage.consultations.rehearsal import checks
from engage.core import clock, files
from engage.core.database import unit_of_work
from engage.core.i18n import local
from engage.demo import questions
from engage.demo.texts import Texts
from engage.publishing import queries as publishing

NOTICE = """North Vale ICB keeps your answers for three years after the decision, as part of its public task.

- Our team reads them, and puts what it found before the board.
- Your name is published only if you agree to it.
- The equality questions are kept apart and cannot be traced to you.

You can ask what we hold, have it corrected or taken out: engagement@northvale-icb.example or 01632 960117."""
CONTACT = {
    "contact_name": "Joanne Pellow, Engagement officer",
    "contact_email": "engagement@northvale-icb.example",
    "contact_phone": "01632 960117",
}


class Consultations:
    """Builds, launches, extends and ends the consultations on their days."""

    def __init__(self, texts: Texts) -> None:
        """Their plans are those of the content."""
        self.texts = texts
        self.actor = texts.ground.viewers["joanne"]
        self.ids: dict[str, int] = {}

    def steps(self) -> Iterator[tuple[float, Callable[[], None]]]:
        """What to do and on which day."""
        yield -200, self._pharmacies
        yield -118, self._stroke
        yield -96, self._pharmacies_results
        yield -32, self._care
        yield -11, self._care_extended
        yield -2, self._carers

    def _build(self, day: float, slug: str, definition: Definition, closes: datetime, **texts: Any) -> Consultation:
        """Build and launch one on a day; only the newest keeps a record, for packing takes its time."""
        keeps_record = texts.pop("keeps_record", False)
        opens = texts.pop("opens", None)
        plan = self.texts.publication(texts.pop("plan"))
        with clock.pretending(self.texts.moment(day)), unit_of_work():
            it = actions.create_consultation(
                self.actor, slug=slug, publications=[plan], closes_at=closes, **CONTACT, **texts
            )
            actions.save_definition(self.actor, consultation=it, base=0, definition=definition)
            actions.save_notice(self.actor, consultation=it, body=NOTICE)
            stored = files.store(record.pack(record.gather(it, checks(it), clock.now()))) if keeps_record else None
            actions.launch(self.actor, consultation=it, at=opens, record=stored)
            self.ids[slug] = it.id
        return it

    def _care(self) -> None:
        plan = self.texts.publication("care-closer-to-home")
        revision = plan.live_revision or plan.latest_revision
        passages = [block for block in publishing.blocks_of(plan.id, revision) if block.kind == "paragraph"]
        self._build(
            -32,
            "care-closer-to-home",
            questions.care_closer_to_home(plan.id, revision, passages[min(1, len(passages) - 1)].anchor),
            self.texts.hour(38, 17),
            plan="care-closer-to-home",
            title="Care closer to home: what would it mean for you?",
            summary="Larch Ward, nursing at home and urgent care at Oxmere: what would help, what worries you, "
            "and what has to be in place first.",
            to_decide="The board decides in public, in about four months:\n\n"
            "- whether Larch Ward closes, and when\n- what has to be in place before a bed closes\n"
            "- how late the centre at Oxmere is open",
            already_fixed="The roof and boiler of the hospital have to be renewed, whatever is decided. "
            "The money for the centre at Oxmere was given for that building alone.",
            audience="Everybody who lives in Hallowby, Pennerdale or Oxmere, who works there, "
            "or who looks after somebody there.",
            results_due=local(self.texts.moment(96)).date(),
            keeps_record=True,
        )

    def _care_extended(self) -> None:
        with clock.pretending(self.texts.moment(-11)), unit_of_work():
            it = self._again("care-closer-to-home")
            reason = "The leaflets for Pennerdale came two weeks late. Everybody there gets the same time to answer."
            actions.extend(self.actor, consultation=it, closes_at=self.texts.hour(52, 17), reason=reason)

    def _again(self, slug: str) -> Consultation:
        found = queries.consultation(self.ids[slug])
        assert found is not None  # noqa: S101 - it was made by this very object
        return found

    def _carers(self) -> None:
        self._build(
            -2,
            "plan-for-carers",
            questions.short(
                "How well are carers helped today?", "What would help you most?", "What are you tired of being offered?"
            ),
            self.texts.hour(93, 17),
            opens=self.texts.hour(9, 9),
            plan="carers-plan",
            title="What should be in a plan for carers?",
            summary="Before we write it, tell us what would help most, and what you are tired of being offered.",
            to_decide="What goes into the first draft of the plan. A second consultation will be about the draft.",
            audience="Anybody who looks after somebody without being paid for it, of any age.",
            results_due=local(self.texts.moment(140)).date(),
        )

    def _stroke(self) -> None:
        self._build(
            -118,
            "one-stroke-unit",
            questions.short("How far do you agree with one unit at Skelbridge?", "What would it mean for you?"),
            self.texts.hour(-34, 17),
            plan="one-stroke-unit",
            title="One stroke unit for North Vale",
            summary="Should the first three days after a stroke be spent at Skelbridge General, wherever you live?",
            to_decide="Whether there is one unit, and how people get home from it.",
            audience="Everybody in North Vale.",
            results_due=local(self.texts.moment(-6)).date(),
        )

    def _pharmacies(self) -> None:
        self._build(
            -200,
            "pharmacies-in-the-evening",
            questions.short("How often do you need a pharmacy after six?", "Which evening matters most, and why?"),
            self.texts.hour(-116, 17),
            plan="pharmacy-evenings",
            title="Pharmacies in the evening",
            summary="Where and when should a pharmacy stay open late in Tarnwick and Marlcross?",
            to_decide="Which pharmacies are paid to stay open, and until when.",
            audience="Everybody who lives in or near Tarnwick and Marlcross.",
            results_due=local(self.texts.moment(-90)).date(),
        )

    def _pharmacies_results(self) -> None:
        with clock.pretending(self.texts.moment(-96)), unit_of_work():
            body = (
                "**You said** that Sunday matters as much as weekdays, and that nobody should need a car.\n\n"
                "**We did:** one pharmacy in each town stays open until 10pm on weekdays and 8pm on Sundays, "
                "and both lie on the evening bus."
            )
            told = self.texts.publication("pharmacy-evenings")
            actions.publish_results(
                self.actor, consultation=self._again("pharmacies-in-the-evening"), body=body, publication=told
            )
