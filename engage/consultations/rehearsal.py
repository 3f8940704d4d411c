"""The checks before a launch: each passes, or does not and says what to do, or was waived with a reason."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from flask import current_app

from engage.consultations import queries
from engage.consultations.definition.checking import problems
from engage.consultations.definition.summary import Summary
from engage.consultations.mailing import reach_of
from engage.consultations.models import Consultation, ConsultationWaiver
from engage.core import calendar, clock, i18n
from engage.publishing.models import Publication

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
# Mail stands above consultations and says here how many people a launch about these publications would reach.
_reach: list[Callable[[Sequence[int]], int]] = []
Trial = Callable[[Consultation], tuple[str, Summary]]
# Submissions and their files stand above consultations too, and say here how responses are tried out.
_trials: list[Trial] = []


def tell_reach(count: Callable[[Sequence[int]], int]) -> None:
    """Let the rehearsal ask how many people follow publications of these ids."""
    _reach[:] = [count]


class TrialFailed(Exception):
    """A trial response did not come through; the sentence says where it stopped."""


def try_by(trial: Trial) -> Trial:
    """Let the rehearsal try responses by this; what it writes is rolled back."""
    _trials[:] = [trial]
    return trial


def tried(it: Consultation) -> tuple[str, Summary]:
    """Try responses out: what is to be said of them, and their answers counted. Raises TrialFailed."""
    for trial in _trials:
        return trial(it)
    raise TrialFailed("Nothing takes responses to this consultation.")


@dataclass(frozen=True)
class Check:
    """One check: what it found, whether that is good, and whether it may be waived if it is not."""

    key: str
    title: str
    holds: bool
    says: Sequence[str]
    may_waive: bool = True
    waiver: ConsultationWaiver | None = None

    @property
    def state(self) -> str:
        """`passed`, `waived` or `failed`."""
        if self.holds:
            return "passed"
        return "waived" if self.waiver is not None and self.may_waive else "failed"


class Draft:
    """What more than one check looks at, read once."""

    def __init__(self, it: Consultation) -> None:
        self.it = it

    @cached_property
    def days(self) -> tuple[date, date] | None:
        """The first and last day on which answers are taken."""
        if self.it.closes_at is None:
            return None
        opens = i18n.local(max(self.it.opens_at or clock.now(), clock.now())).date()
        return opens, i18n.local(self.it.closes_at).date()

    @cached_property
    def holidays(self) -> Sequence[calendar.Period]:
        """The bank holidays within these days."""
        return calendar.bank_holidays(*self.days) if self.days else []

    @cached_property
    def about(self) -> Sequence[Publication]:
        """The plans and posts that it is about."""
        return queries.publications_of(self.it)


def checks(it: Consultation) -> list[Check]:
    """Every check of a draft, in the order of the page."""
    waivers = {waiver.check: waiver for waiver in queries.waivers_of(it)}
    draft = Draft(it)
    found = [make(draft) for make in _CHECKS]
    return [Check(one.key, one.title, one.holds, one.says, one.may_waive, waivers.get(one.key)) for one in found]


def _texts(draft: Draft) -> Check:
    parts = {
        "summary": "a summary",
        "to_decide": "what will be decided",
        "already_fixed": "what is already fixed",
        "audience": "who should answer",
    }
    missing = [words for name, words in parts.items() if not getattr(draft.it, name)]
    says = [f"Write {', '.join(missing)}."] if missing else ["All texts are written."]
    return Check("texts", "Texts", not missing, says)


def _order(draft: Draft) -> Check:
    it = draft.it
    now, says = clock.now(), []
    if it.closes_at is None:
        says.append("Say when it closes.")
    elif it.closes_at <= now:
        says.append("The closing time has gone by.")
    if it.opens_at is not None and it.closes_at is not None and it.opens_at >= it.closes_at:
        says.append("It closes before it opens.")
    ready = ["It closes after it opens, in the future."]
    return Check("dates", "Dates in order", not says, says or ready, may_waive=False)


def _length(draft: Draft) -> Check:
    days, weeks = draft.days, int(current_app.config["ENGAGE"].consultation_weeks)
    if days is None:
        return Check("length", "Long enough", False, ["Say when it closes."])
    holidays = draft.holidays
    open_for = (days[1] - days[0]).days + 1 - len(holidays)
    says = [f"It is open for {open_for} days without bank holidays; {weeks} weeks, {weeks * 7} days, are advised."]
    if holidays:
        says.append(f"Within it: {_named(holidays)}.")
    return Check("length", "Long enough", open_for >= weeks * 7, says)


def _named(periods: Sequence[calendar.Period]) -> str:
    return ", ".join(f"{period.name} ({i18n.date_text(period.starts)})" for period in periods)


def _working_days(draft: Draft) -> Check:
    days = draft.days
    if days is None:
        return Check("working_days", "Opens and closes on working days", False, ["Say when it closes."])
    wrong = [
        f"{i18n.date_text(day)}, on which it {what}, is no working day: nobody is there to be asked."
        for what, day in zip(("opens", "closes"), days, strict=True)
        if not calendar.is_working_day(day, draft.holidays)
    ]
    fine = ["Somebody is there to be asked on its first and last day."]
    return Check("working_days", "Opens and closes on working days", not wrong, wrong or fine)


def _elections(draft: Draft) -> Check:
    days = draft.days
    periods = calendar.pre_election_periods(*days) if days else []
    says = [
        f"{period.name}: the period from {i18n.date_text(period.starts)} to {i18n.date_text(period.ends)} touches it."
        for period in periods
    ]
    return Check("elections", "No pre-election period", not periods, says or ["No known election is near."])


def _questions(draft: Draft) -> Check:
    definition = queries.definition_of(draft.it)
    says = [problem.sentence for problem in problems(definition)]
    asked = sum(question.asks for question in definition.questions())
    pages = "1 page" if len(definition.pages) == 1 else f"{len(definition.pages)} pages"
    good = [f"{asked} questions on {pages}: every route was walked and each can be reached."]
    return Check("questions", "Questions", not says, says or good, may_waive=False)


def _notice(draft: Draft) -> Check:
    it = draft.it
    there = queries.notice_of(it) is not None
    says = [f"Version {it.notice} is ready."] if there else ["Write the privacy notice."]
    return Check("notice", "Privacy notice", there, says, may_waive=False)


def _contact(draft: Draft) -> Check:
    it = draft.it
    there = bool(it.contact_email or it.contact_phone)
    says = ["People know whom to ask."] if there else ["Give an email address or a telephone number."]
    return Check("contact", "Contact", there, says, may_waive=False)


def _plans(draft: Draft) -> Check:
    moment = max(draft.it.opens_at or clock.now(), clock.now())
    about = draft.about
    hidden = [each.title for each in about if not each.is_public(moment)]
    says = [f"“{title}” is not public when it opens." for title in hidden]
    if not about:
        says = ["Choose the plan that it is about."]
    return Check("plans", "Plans are public", bool(about) and not hidden, says or ["What it is about can be read."])


def _results(draft: Draft) -> Check:
    it = draft.it
    says = (
        [f"Promised for {i18n.date_text(it.results_due)}."] if it.results_due else ["Promise a date for the results."]
    )
    return Check("results", "Results promised", it.results_due is not None, says)


def _lists(draft: Draft) -> Check:
    reach = reach_of(queries.lists_of(draft.it.id))
    wrong = [f"The list “{one.row.name}” is not in the directory any more." for one in reach.lists if not one.is_there]
    wrong += [f"Nobody is on the list “{one.row.name}”." for one in reach.lists if not one.size]
    if not reach.lists:
        wrong.append("No list of the directory is chosen, so nobody there is told of it.")
    elif not reach.addresses:
        wrong.append("Nobody on the lists can be written to.")
    number = i18n.number_text
    says = [f"“{one.row.name}”: {number(one.reached)} of {number(one.size)} can be written to." for one in reach.lists]
    says += [f"Not reached by email, {number(count)}: {why}" for why, count in reach.reasons.items()]
    return Check("lists", "Mailing lists", not wrong, [*wrong, *says, _followers(draft)])


def _followers(draft: Draft) -> str:
    ids = [each.id for each in draft.about]
    count = sum(reach(ids) for reach in _reach) if ids else 0
    words = "1 person follows" if count == 1 else f"{i18n.number_text(count)} people follow"
    return f"{words} what it is about: a post that is published with the launch reaches them by email."


def _trial(draft: Draft) -> Check:
    it = draft.it
    last = queries.rehearsal_of(it)
    if last is None or last.definition != it.definition:
        says = ["Run the trial responses: they are sent and exported for real, and then rolled back."]
        return Check("trial", "Trial responses", False, says, may_waive=False)
    return Check("trial", "Trial responses", last.passed, [last.says], may_waive=False)


_CHECKS = (
    _texts,
    _order,
    _length,
    _working_days,
    _elections,
    _questions,
    _notice,
    _contact,
    _plans,
    _results,
    _lists,
    _trial,
)
