"""A condition in words."""

from engage.consultations.definition.checking import named
from engage.consultations.definition.conditions import Condition, Test
from engage.consultations.definition.document import Definition
from engage.consultations.definition.questions import Question


def condition_words(definition: Definition, condition: Condition) -> str:
    """When a part is shown: `“Do you drive?” is “Yes” or “Sometimes”, and “Since when?” was answered`."""
    said = [test_words(definition, test) for test in condition.tests]
    return (", and " if condition.match == "all" else ", or ").join(said)


def test_words(definition: Definition, test: Test) -> str:
    """One test in words."""
    question = definition.question(test.question)
    if question is None:
        return "a question that is not there any more"
    if not test.any_of:
        return f"{named(question)} was {'not ' if test.negated else ''}answered"
    answers = " or ".join(f"“{answer_words(question, key)}”" for key in test.any_of)
    return f"{named(question)} is {'not ' if test.negated else ''}{answers}"


def answer_words(question: Question, key: str) -> str:
    """What a test's answer is called."""
    if key == "true":
        return "agreed"
    option = question.option(key)
    return option.label if option else key
