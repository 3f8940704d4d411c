"""Changes of a definition, one at a time: each gives a new one and touches nothing else."""

from engage.consultations.definition.conditions import Condition
from engage.consultations.definition.document import Definition, Page
from engage.consultations.definition.questions import Question, new_key

EQUALITY = "equality"
"""Names the set of equality questions where a page is asked for."""


class NotThere(Exception):
    """The page or question that a change is about is not there any more."""


def questions_on(definition: Definition, page_key: str) -> tuple[Question, ...]:
    """The questions of a page, or of the equality set."""
    if page_key == EQUALITY:
        return definition.equality
    page = definition.page(page_key)
    if page is None:
        raise NotThere
    return page.questions


def page_of(definition: Definition, question_key: str) -> str:
    """The key of the page on which a question stands, or EQUALITY."""
    for page in definition.pages:
        if any(question.key == question_key for question in page.questions):
            return page.key
    if any(question.key == question_key for question in definition.equality):
        return EQUALITY
    raise NotThere


def find_question(definition: Definition, question_key: str) -> Question:
    """The question of a key, also one of the equality set."""
    page = page_of(definition, question_key)
    return next(question for question in questions_on(definition, page) if question.key == question_key)


def add_page(definition: Definition, page: Page) -> Definition:
    """Put a page behind all others."""
    return definition.model_copy(update={"pages": (*definition.pages, page)})


def replace_page(definition: Definition, page: Page) -> Definition:
    """Put a page in the place of the one with its key."""
    if definition.page(page.key) is None:
        raise NotThere
    pages = tuple(page if each.key == page.key else each for each in definition.pages)
    return definition.model_copy(update={"pages": pages})


def remove_page(definition: Definition, page_key: str) -> Definition:
    """Take a page away with its questions."""
    pages = tuple(page for page in definition.pages if page.key != page_key)
    return definition.model_copy(update={"pages": pages})


def move_page(definition: Definition, page_key: str, place: int) -> Definition:
    """Put a page at a place counted from 0."""
    page = definition.page(page_key)
    if page is None:
        raise NotThere
    others = [each for each in definition.pages if each.key != page_key]
    others.insert(max(0, place), page)
    return definition.model_copy(update={"pages": tuple(others)})


def _with(definition: Definition, page_key: str, questions: tuple[Question, ...]) -> Definition:
    if page_key == EQUALITY:
        return definition.model_copy(update={"equality": questions})
    page = definition.page(page_key)
    if page is None:
        raise NotThere
    return replace_page(definition, page.model_copy(update={"questions": questions}))


def add_question(definition: Definition, page_key: str, question: Question, place: int | None = None) -> Definition:
    """Put a question on a page, at a place counted from 0 or at its end."""
    held = list(questions_on(definition, page_key))
    held.insert(len(held) if place is None else max(0, place), question)
    return _with(definition, page_key, tuple(held))


def replace_question(definition: Definition, question: Question) -> Definition:
    """Put a question in the place of the one with its key."""
    page = page_of(definition, question.key)
    held = questions_on(definition, page)
    return _with(definition, page, tuple(question if each.key == question.key else each for each in held))


def remove_question(definition: Definition, question_key: str) -> Definition:
    """Take a question away; conditions that look at it stay, and are found by the checks."""
    page = page_of(definition, question_key)
    held = questions_on(definition, page)
    return _with(definition, page, tuple(each for each in held if each.key != question_key))


def move_question(definition: Definition, question_key: str, page_key: str, place: int) -> Definition:
    """Put a question at a place of a page; equality questions stay in their set, and others out of it."""
    from_page = page_of(definition, question_key)
    if (from_page == EQUALITY) is not (page_key == EQUALITY):
        raise NotThere
    question = find_question(definition, question_key)
    return add_question(remove_question(definition, question_key), page_key, question, place)


def step_question(definition: Definition, question_key: str, step: int) -> Definition:
    """Move a question one place up (-1) or down (1): over the edge of its page onto the next one."""
    page_key = page_of(definition, question_key)
    held = [each.key for each in questions_on(definition, page_key)]
    place = held.index(question_key) + step
    if 0 <= place < len(held):
        return move_question(definition, question_key, page_key, place)
    keys = [page.key for page in definition.pages]
    if page_key == EQUALITY or not 0 <= keys.index(page_key) + step < len(keys):
        return definition
    other = keys[keys.index(page_key) + step]
    end = 0 if step > 0 else len(questions_on(definition, other))
    return move_question(definition, question_key, other, end)


def set_condition(definition: Definition, key: str, condition: Condition | None) -> Definition:
    """Say when a page or a question is shown."""
    page = definition.page(key)
    if page is not None:
        return replace_page(definition, page.model_copy(update={"show_if": condition}))
    return replace_question(definition, find_question(definition, key).model_copy(update={"show_if": condition}))


def renamed(question: Question, taken: set[str]) -> Question:
    """A copy for another place: a key that is not taken, and no condition."""
    key = question.key if question.key not in taken else new_key()
    return question.model_copy(update={"key": key, "show_if": None})


def renamed_page(page: Page, taken: set[str]) -> Page:
    """A copy of a page for another place; conditions within it follow its questions, others are left out."""
    new = {question.key: question.key if question.key not in taken else new_key() for question in page.questions}
    questions = tuple(
        question.model_copy(update={"key": new[question.key], "show_if": _carried(question.show_if, new)})
        for question in page.questions
    )
    key = page.key if page.key not in taken else new_key()
    return page.model_copy(update={"key": key, "questions": questions, "show_if": None})


def _carried(condition: Condition | None, new: dict[str, str]) -> Condition | None:
    if condition is None or any(test.question not in new for test in condition.tests):
        return None
    tests = tuple(test.model_copy(update={"question": new[test.question]}) for test in condition.tests)
    return condition.model_copy(update={"tests": tests})


def keys_of(definition: Definition) -> set[str]:
    """The keys of all pages and questions."""
    found = {page.key for page in definition.pages} | {question.key for question in definition.questions()}
    return found | {question.key for question in definition.equality}
