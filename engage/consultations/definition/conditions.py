"""When a page or a question is shown: tests of answers to earlier questions."""

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field


class Test(BaseModel):
    """One test of one earlier answer: that it holds one of these options or numbers, or, naming none, any."""

    __test__ = False
    model_config = ConfigDict(extra="forbid", frozen=True)

    question: str
    any_of: tuple[str, ...] = ()
    negated: bool = False


class Condition(BaseModel):
    """Tests of which all, or any, must hold."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    match: Literal["all", "any"] = "all"
    tests: tuple[Test, ...] = Field(min_length=1, max_length=20)


def holds(condition: Condition | None, answers: Mapping[str, Any]) -> bool:
    """Whether a condition holds with these answers (question key → value); no condition always holds."""
    if condition is None:
        return True
    results = [_passes(test, answers.get(test.question)) for test in condition.tests]
    return all(results) if condition.match == "all" else any(results)


def _passes(test: Test, value: Any) -> bool:
    given = value is not None if not test.any_of else bool(set(test.any_of) & chosen(value))
    return given is not test.negated


def chosen(value: Any) -> set[str]:
    """What a test can see of an answer: the options in it, or its number."""
    if isinstance(value, Mapping):
        if "choices" in value:
            return set(value["choices"])
        return {value["choice"]} if "choice" in value else {str(one) for one in value.values()}
    if isinstance(value, list):
        return set(value)
    return set() if value is None else {str(value).lower() if isinstance(value, bool) else str(value)}
