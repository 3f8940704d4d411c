"""Which pages and questions somebody sees. A condition may only look back, so every route ends."""

from collections.abc import Mapping
from typing import Any

from engage.consultations.definition.conditions import holds
from engage.consultations.definition.document import Definition, Page
from engage.consultations.definition.questions import Question

Answers = Mapping[str, Any]


def route(definition: Definition, answers: Answers) -> list[tuple[Page, list[Question]]]:
    """The pages on the way of somebody with these answers, each with its visible questions, in order.

    An answer to a question that is hidden counts for nothing: it neither shows nor hides what follows.
    """
    seen: dict[str, Any] = {}
    way = []
    for page in definition.pages:
        if not holds(page.show_if, seen):
            continue
        visible = []
        for question in page.questions:
            if holds(question.show_if, seen):
                visible.append(question)
                if answers.get(question.key) is not None:
                    seen[question.key] = answers[question.key]
        if visible or not page.questions:
            way.append((page, visible))
    return way


def visible_questions(definition: Definition, answers: Answers) -> list[Question]:
    """The questions that somebody with these answers is asked, in order."""
    return [question for _page, questions in route(definition, answers) for question in questions]
