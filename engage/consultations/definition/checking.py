"""Whether a definition holds together: every part whole, every question reachable, every route walked to its end.

A condition may only look back, so no route can run in a circle. Reachability is exact: all routes are walked at
once, a step for each question, by the set of what the conditions further on can still tell apart.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from engage.consultations.definition.conditions import Condition, Test
from engage.consultations.definition.document import Definition, Page
from engage.consultations.definition.editing import EQUALITY
from engage.consultations.definition.outcomes import outcomes, testable
from engage.consultations.definition.questions import ANSWERED_BY_OPTIONS, Question, QuestionKind
from engage.consultations.definition.values import scale_of

MOST_STATES = 20_000
LONGEST_SCALE = 11
TOO_MANY = "The conditions make more routes than can be walked. Use fewer conditions, or split the consultation."


@dataclass(frozen=True)
class Problem:
    """What is wrong, in a sentence, and the key of the page or question that it is about."""

    key: str
    sentence: str


@dataclass(frozen=True)
class Walk:
    """What walking every route showed: which parts somebody can see, and whether all routes were walked."""

    reached: frozenset[str]
    complete: bool


def problems(definition: Definition) -> list[Problem]:
    """All that is wrong with a definition; nothing when it can be put before people."""
    found = [*_doubles(definition), *_unfinished(definition), *_wrong_conditions(definition)]
    if not definition.pages or not any(question.asks for question in definition.questions()):
        found.append(Problem("", "There is no question yet."))
    return found if found else [*_unreached(definition)]


def doubled_keys(definition: Definition) -> list[str]:
    """The keys that two pages or questions share: such a definition cannot be kept at all."""
    keys = [page.key for page in definition.pages]
    keys += [question.key for question in (*definition.questions(), *definition.equality)]
    return sorted({key for key in keys if keys.count(key) > 1 or key == EQUALITY})


def _doubles(definition: Definition) -> Iterator[Problem]:
    for key in doubled_keys(definition):
        yield Problem(key, f"Two parts have the key “{key}”.")
    for question in (*definition.questions(), *definition.equality):
        for parts in (question.options, question.rows):
            keys = [part.key for part in parts]
            if len(set(keys)) < len(keys):
                yield Problem(question.key, f"{named(question)}: two options have the same key.")


def _unfinished(definition: Definition) -> Iterator[Problem]:
    for page in definition.pages:
        if not page.questions:
            yield Problem(page.key, f"The page “{page.title}” is empty.")
    for question in (*definition.questions(), *definition.equality):
        for sentence in _lacks(question):
            yield Problem(question.key, f"{named(question)}: {sentence}")
    for question in definition.equality:
        if question.show_if is not None:
            yield Problem(question.key, f"{named(question)}: an equality question cannot depend on an answer.")
        if question.required:
            yield Problem(question.key, f"{named(question)}: an equality question cannot be required.")


def _lacks(question: Question) -> Iterator[str]:
    if question.kind is QuestionKind.INFORMATION:
        if not (question.label or question.help or question.anchor):
            yield "write a text or choose what it quotes."
        return
    if not question.label:
        yield "write the question."
    if question.kind in ANSWERED_BY_OPTIONS and len(question.options) < 2:
        yield "give at least two options."
    if question.kind is QuestionKind.MATRIX and not question.rows:
        yield "give at least one line."
    if question.kind is QuestionKind.SCALE and not _is_scale(question):
        yield "a scale goes from a lower to a higher number, at most 11 steps."
    if question.least is not None and question.most is not None and question.least > question.most:
        yield "the least is more than the most."


def _is_scale(question: Question) -> bool:
    return 2 <= len(scale_of(question)) <= LONGEST_SCALE


def named(question: Question) -> str:
    """What a question is called in a sentence about it."""
    words = " ".join(question.label.split()) or question.kind.label
    return f"“{words[:60]}…”" if len(words) > 60 else f"“{words}”"


def _wrong_conditions(definition: Definition) -> Iterator[Problem]:
    everything = {question.key: question for question in definition.questions()}
    for part, earlier in _in_order(definition):
        for test in part.show_if.tests if part.show_if else ():
            sentence = _fault_of(test, everything, earlier)
            if sentence:
                words = f"The page “{part.title}”" if isinstance(part, Page) else named(part)
                yield Problem(part.key, f"{words}: {sentence}")


def _fault_of(test: Test, everything: dict[str, Question], earlier: set[str]) -> str:
    question = everything.get(test.question)
    if question is None:
        return "its condition looks at a question that is not there."
    if test.question not in earlier:
        return f"its condition looks ahead to {named(question)}. Move it behind that question."
    offered = testable(question)
    if test.any_of and not set(test.any_of) <= offered:
        return f"its condition names an answer that {named(question)} does not offer."
    return "" if question.asks else f"its condition looks at {named(question)}, which takes no answer."


def _in_order(definition: Definition) -> Iterator[tuple[Page | Question, set[str]]]:
    """Each page and question with the keys of the questions before it."""
    earlier: set[str] = set()
    for page in definition.pages:
        yield page, set(earlier)
        for question in page.questions:
            yield question, set(earlier)
            earlier.add(question.key)


def _unreached(definition: Definition) -> Iterator[Problem]:
    walked = walk(definition)
    if not walked.complete:
        yield Problem("", TOO_MANY)
        return
    for part, _ in _in_order(definition):
        if part.key not in walked.reached:
            what = f"The page “{part.title}”" if isinstance(part, Page) else named(part)
            yield Problem(part.key, f"{what}: nobody can ever see it, whatever they answer.")


State = frozenset[Test]
"""The tests that hold of the answers given so far, as far as a later condition asks for them."""


def walk(definition: Definition, most: int = MOST_STATES) -> Walk:
    """Walk every route at once; gives up, and says so, where they are too many to tell apart."""
    needed = _needed_after(definition)
    states: set[State] = {frozenset()}
    reached: set[str] = set()
    for page in definition.pages:
        inside = {state for state in states if _holds(page.show_if, state)}
        if inside:
            reached.add(page.key)
        outside = states - inside
        for question in page.questions:
            keep = needed[question.key]
            inside, seen = _step(question, inside, keep)
            outside = {_hidden(question, state, keep) for state in outside}
            reached |= {question.key} if seen else set()
            if len(inside) + len(outside) > most:
                return Walk(frozenset(reached), complete=False)
        states = inside | outside
    return Walk(frozenset(reached), complete=True)


def _step(question: Question, states: set[State], keep: frozenset[Test]) -> tuple[set[State], bool]:
    """The states behind a question, and whether any route shows it."""
    shown = {state for state in states if _holds(question.show_if, state)}
    behind = {_hidden(question, state, keep) for state in states - shown}
    about = [test for test in keep if test.question == question.key]
    for outcome in outcomes(question, about) if shown else ():
        behind |= {(state & keep) | outcome for state in shown}
    return behind, bool(shown)


def _hidden(question: Question, state: State, keep: frozenset[Test]) -> State:
    """The state behind a question that was not shown: only what asks for its absence holds of it."""
    absent = {test for test in keep if test.question == question.key and test.negated}
    return frozenset((state & keep) | absent)


def _holds(condition: Condition | None, state: State) -> bool:
    if condition is None:
        return True
    results = [test in state for test in condition.tests]
    return all(results) if condition.match == "all" else any(results)


def _needed_after(definition: Definition) -> dict[str, frozenset[Test]]:
    """For each question the tests that a condition behind it asks for."""
    parts = list(_parts(definition))
    needed: dict[str, frozenset[Test]] = {}
    later: frozenset[Test] = frozenset()
    for part in reversed(parts):
        if isinstance(part, Question):
            needed[part.key] = later
        later |= frozenset(part.show_if.tests if part.show_if else ())
    return needed


def _parts(definition: Definition) -> Iterator[Page | Question]:
    for page in definition.pages:
        yield page
        yield from page.questions
