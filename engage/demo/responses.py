"""Responses of the demonstration: organisations that answer formally, people who agreed to be read, and what waits."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial

from engage.comments.queries import reasons
from engage.consultations import actions as consulting
from engage.consultations import queries
from engage.consultations.definition import Definition, Option, Page, Question, QuestionKind
from engage.consultations.models import Consultation
from engage.core import clock
from engage.core.database import db, unit_of_work
from engage.core.permissions import VISITOR
from engage.demo import responses_said as said
from engage.demo.responses_said import Formal, Person
from engage.demo.texts import Texts
from engage.representations import actions as representing
from engage.responses.actions import redacting, responding
from engage.responses.models import Response
from engage.responses.queries import response_texts, responses
from engage.submissions import actions as submitting
from engage.submissions.actions import approving, joining, sharing
from engage.submissions.models import Consent, DraftPart, Submission
from engage.submissions.queries import drafts

SLUG, PLAN = "which-journeys-first", "getting-to-hospital"
OPENED, OPEN_FOR = -28, 84
HOURS_LATER = timedelta(hours=5)


class Responses:
    """A consultation about a plan, with what organisations and people have answered until today."""

    def __init__(self, texts: Texts) -> None:
        """Ask about one of the plans that these texts published."""
        self.texts = texts
        self.viewers = texts.ground.viewers

    def steps(self) -> Iterator[tuple[float, Callable[[], None]]]:
        """What to do and on which day."""
        yield OPENED, self._ask
        for person in said.PEOPLE:
            yield -person.days_ago, partial(self._answer, person)
        for formal in said.FORMAL:
            yield -formal.days_ago, partial(self._respond, formal)
        yield -6, self._draft
        yield -2, self._claim

    def _ask(self) -> None:
        officer = self.viewers["joanne"]
        with clock.pretending(self.texts.moment(OPENED)), unit_of_work():
            made = consulting.create_consultation(
                officer,
                title=said.TITLE,
                slug=SLUG,
                publications=[self.texts.publication(PLAN)],
                summary=said.SUMMARY,
                to_decide=said.TO_DECIDE,
                closes_at=self.texts.hour(OPENED + OPEN_FOR, 17),
                results_due=self.texts.moment(OPENED + OPEN_FOR + 60).date(),
                contact_name=officer.name,
                contact_email=officer.email,
            )
            consulting.save_definition(officer, consultation=made, base=0, definition=_definition())
            consulting.save_notice(officer, consultation=made, body=said.NOTICE)
            consulting.launch(officer, consultation=made)

    def _asked(self) -> Consultation:
        found = queries.consultation_by_slug(SLUG)
        assert found is not None  # noqa: S101 - it was made by this very object
        return found

    def _answer(self, person: Person) -> None:
        moment = self.texts.moment(-person.days_ago)
        with clock.pretending(moment), unit_of_work():
            area_id = self.texts.ground.areas[person.area].id
            draft, _ = submitting.begin(VISITOR, consultation=self._asked(), name=person.name, area_id=area_id)
            answers = {"first": {"choice": person.first}, "whyfirst": person.words}
            submitting.save_answers(VISITOR, submission=draft, base_revision=0, answers=answers)
            submitting.send(VISITOR, submission=draft, consent=Consent(person.consent))
        if person.passed:
            self._pass(draft, moment + HOURS_LATER, person.blacked_out)

    def _pass(self, submission: Submission, moment: datetime, blacked_out: str = "") -> None:
        moderator = self.texts.ground.moderator
        with clock.pretending(min(moment, clock.now())), unit_of_work():
            response = _response(submission.id)
            if blacked_out:
                self._black_out(response, blacked_out)
            responding.publish_response(moderator, response=response, version=1)

    def _black_out(self, response: Response, words: str) -> None:
        submission = db.session.get_one(Submission, response.submission_id)
        start = response_texts.sent_texts(submission, 1)["whyfirst"].index(words)
        redacting.redact_response(
            self.texts.ground.moderator,
            response=response,
            version=1,
            question="whyfirst",
            start=start,
            end=start + len(words),
            reason=next(each for each in reasons() if each.key == "private-details"),
        )

    def _respond(self, formal: Formal) -> None:
        moment = self.texts.moment(-formal.days_ago)
        answers = {"first": {"choice": formal.first}, "whyfirst": formal.words, "tryout": formal.tryout}
        draft = self._begin(formal.organisation, formal.lead, moment, answers)
        self._sign(formal, draft, moment)
        self._send(formal, draft, moment)
        if formal.passed:
            self._pass(draft, moment + HOURS_LATER)
        if formal.quotes:
            with clock.pretending(min(moment + HOURS_LATER, clock.now())), unit_of_work():
                responding.highlight_response(
                    self.viewers["joanne"],
                    response=_response(draft.id),
                    quotes="\n".join(formal.quotes),
                    spokesperson=formal.spokesperson,
                )

    def _begin(self, slug: str, lead: str, moment: datetime, answers: Mapping[str, object]) -> Submission:
        with clock.pretending(moment), unit_of_work():
            organisation = db.session.merge(self.texts.ground.organisations[slug])
            representing.ask_to_represent(self.viewers[lead], organisation=organisation)
            draft = sharing.begin_shared(self.viewers[lead], consultation=self._asked(), organisation=organisation)
            submitting.save_answers(self.viewers[lead], submission=draft, base_revision=0, answers=answers)
        return draft

    def _sign(self, formal: Formal, draft: Submission, moment: datetime) -> None:
        """Let the other organisations sign what is finished."""
        for slug, voice in formal.signs:
            with clock.pretending(moment + timedelta(minutes=20)), unit_of_work():
                other = db.session.merge(self.texts.ground.organisations[slug])
                representing.ask_to_represent(self.viewers[voice], organisation=other)
                shared = drafts.access_shared(self.viewers[formal.lead], draft.id)
                signatory = joining.invite_signatory(self.viewers[formal.lead], shared=shared, organisation=other)
                joining.sign(self.viewers[voice], shared=shared, signatory=signatory, revision=shared.shown.revision)

    def _send(self, formal: Formal, draft: Submission, moment: datetime) -> None:
        lead = self.viewers[formal.lead]
        with clock.pretending(moment + timedelta(minutes=40)), unit_of_work():
            shared = drafts.access_shared(lead, draft.id)
            revision = shared.shown.revision
            approving.approve(lead, shared=shared, revision=revision, role_title=formal.office)
            approving.send_shared(lead, shared=shared, revision=revision)

    def _draft(self) -> None:
        """One that is still being written, with a note and an invitation."""
        moment = self.texts.moment(-6)
        draft = self._begin("tarnwick-young-voices", "kezia", moment, said.DRAFTED)
        with clock.pretending(moment + HOURS_LATER), unit_of_work():
            kezia, found = self.viewers["kezia"], db.session.get_one(Submission, draft.id)
            sharing.invite_member(
                kezia, submission=found, email="treasurer@tarnwickyoungvoices.example", part=DraftPart.APPROVER
            )
            sharing.add_note(kezia, submission=found, question="whyfirst", body=said.DRAFT_NOTE)

    def _claim(self) -> None:
        """Somebody who asks to speak for an organisation and waits for staff."""
        with clock.pretending(self.texts.moment(-2)), unit_of_work():
            representing.ask_to_represent(
                self.viewers["hugh"],
                organisation=db.session.merge(self.texts.ground.organisations["marlcross-residents"]),
                explanation=said.CLAIM,
            )


def _response(submission_id: int) -> Response:
    found = responses.response(submission_id)
    assert found is not None  # noqa: S101 - it was offered when the submission was sent
    return found


def _definition() -> Definition:
    journeys = tuple(Option(key=key, label=label) for key, label in said.JOURNEYS.items())
    kinds = {"first": QuestionKind.ONE_CHOICE, "whyfirst": QuestionKind.LONG_TEXT, "tryout": QuestionKind.LONG_TEXT}
    questions = tuple(
        Question(
            key=key,
            kind=kinds[key],
            label=label,
            required=key == "first",
            options=journeys if key == "first" else (),
        )
        for key, label in said.QUESTIONS.items()
    )
    return Definition(pages=(Page(key="journey", title="The journey", questions=questions),))
