"""Made-up answers for a trial of a definition: pure, and the same every time."""

from collections.abc import Callable
from typing import Any

from engage.consultations.definition.questions import Option, Question, QuestionKind
from engage.consultations.definition.values import longest_of, scale_of

WORDS = "A trial answer, which is kept nowhere."


def trial_answer(question: Question, turn: int) -> Any:
    """An answer to a question; each turn takes another of those that are offered. None where there is none."""
    make = _MAKERS.get(question.kind)
    return make(question, turn) if make else None


def most_turns(questions: list[Question]) -> int:
    """How many turns give every option of every question once."""
    return max((len(question.options) or _steps(question) for question in questions if question.asks), default=1)


def _steps(question: Question) -> int:
    return len(scale_of(question)) if question.kind is QuestionKind.SCALE else 1


def _text(question: Question, _turn: int) -> str:
    return WORDS[: longest_of(question)]


def _pick(options: tuple[Option, ...], turn: int) -> Option:
    return options[turn % len(options)]


def _one_choice(question: Question, turn: int) -> dict[str, str]:
    chosen = _pick(question.options, turn)
    return {"choice": chosen.key, **({"other": WORDS} if chosen.other else {})}


def _many_choice(question: Question, turn: int) -> dict[str, Any]:
    first = _pick(question.options, turn)
    chosen = [first]
    if not first.alone:
        others = [option for option in question.options if not option.alone and option is not first]
        chosen += others[: max(0, (question.least or 1) - 1)]
    keys = {option.key for option in chosen}
    other = {"other": WORDS} if any(option.other for option in chosen) else {}
    return {"choices": [option.key for option in question.options if option.key in keys], **other}


def _number(question: Question, turn: int) -> str:
    least = question.least if question.least is not None else min(0, question.most or 0)
    most = question.most if question.most is not None else least + 10
    return str(min(most, least + turn))


def _ranking(question: Question, turn: int) -> list[str]:
    keys = [option.key for option in question.options]
    place = turn % len(keys)
    return keys[place:] + keys[:place]


_MAKERS: dict[QuestionKind, Callable[[Question, int], Any]] = {
    QuestionKind.SHORT_TEXT: _text,
    QuestionKind.LONG_TEXT: _text,
    QuestionKind.ONE_CHOICE: _one_choice,
    QuestionKind.MANY_CHOICE: _many_choice,
    QuestionKind.SCALE: lambda question, turn: scale_of(question)[turn % len(scale_of(question))],
    QuestionKind.MATRIX: lambda question, turn: {
        row.key: _pick(question.options, turn + place).key for place, row in enumerate(question.rows)
    },
    QuestionKind.RANKING: _ranking,
    QuestionKind.NUMBER: _number,
    QuestionKind.DATE: lambda _question, _turn: "2026-02-28",
    QuestionKind.POSTCODE: lambda _question, _turn: {"postcode": "NE1 4ST"},
    QuestionKind.FILE: lambda _question, _turn: {"files": [0]},
    QuestionKind.CONTACT: lambda _question, _turn: {"name": "Trial Person", "email": "trial@example.org"},
    QuestionKind.AGREEMENT: lambda _question, _turn: True,
}
