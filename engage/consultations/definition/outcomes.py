"""Which of the tests of one question can hold together, over all answers that it takes."""

from collections.abc import Collection, Iterator, Sequence

from engage.consultations.definition.conditions import Test
from engage.consultations.definition.questions import Question, QuestionKind
from engage.consultations.definition.values import scale_of

SINGLE = frozenset({QuestionKind.ONE_CHOICE, QuestionKind.SCALE, QuestionKind.AGREEMENT})


def testable(question: Question) -> frozenset[str]:
    """The answers that a test may name; none where it can only ask whether there is an answer."""
    if question.kind in (QuestionKind.ONE_CHOICE, QuestionKind.MANY_CHOICE, QuestionKind.MATRIX):
        return frozenset(option.key for option in question.options)
    if question.kind is QuestionKind.SCALE:
        return frozenset(str(number) for number in scale_of(question))
    return frozenset({"true"}) if question.kind is QuestionKind.AGREEMENT else frozenset()


def outcomes(question: Question, tests: Collection[Test]) -> set[frozenset[Test]]:
    """For each answer, or none where one may be left out, the tests that hold of it; equal ones once."""
    if not tests:
        return {frozenset()}
    found = {_passed(tests, given) for given in _answers(question, tests)}
    if not question.required:
        found.add(frozenset(test for test in tests if test.negated))
    return found


def _passed(tests: Collection[Test], given: Collection[str]) -> frozenset[Test]:
    return frozenset(test for test in tests if (bool(set(test.any_of) & set(given)) or not test.any_of) != test.negated)


def _answers(question: Question, tests: Collection[Test]) -> Iterator[Collection[str]]:
    """Answers of every sort that the tests can tell apart, each as the options in it."""
    offered = sorted(testable(question))
    if question.kind in SINGLE:
        yield from ([one] for one in offered)
    elif question.kind is QuestionKind.MANY_CHOICE:
        alone = {option.key for option in question.options if option.alone}
        yield from ([one] for one in alone)
        together = [one for one in offered if one not in alone]
        yield from _combined(together, tests, most=question.most or len(together), least=question.least or 1)
    elif question.kind is QuestionKind.MATRIX:
        yield from _combined(offered, tests, most=len(question.rows) or 1)
    else:
        yield []


def _combined(offered: Sequence[str], tests: Collection[Test], most: int, least: int = 1) -> Iterator[Collection[str]]:
    """One combination for each set of tests that combinations of so many options can meet."""
    met = {one: frozenset(test for test in tests if one in test.any_of) for one in offered}
    smallest: dict[frozenset[Test], tuple[str, ...]] = {}
    for one in offered:
        smallest.setdefault(met[one], (one,))
    waiting = list(smallest)
    while waiting:
        reached = waiting.pop(0)
        for one in offered if len(smallest[reached]) < most else ():
            union = reached | met[one]
            if union not in smallest:
                smallest[union] = (*smallest[reached], one)
                waiting.append(union)
    for reached, chosen in smallest.items():
        # Options that meet nothing more can be added until there are enough of them.
        if min(most, sum(met[one] <= reached for one in offered)) >= least:
            yield chosen
