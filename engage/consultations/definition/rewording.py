"""What was put in other words between two definitions that ask the same: pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from engage.consultations.definition.document import Definition, Page
from engage.consultations.definition.questions import Option, Question


@dataclass(frozen=True)
class Reworded:
    """One question, or the head of a page, with each of its texts as it was and as it is now."""

    title: str
    texts: tuple[tuple[str, str], ...]


def reworded(old: Definition, new: Definition) -> list[Reworded]:
    """The heads of pages and the questions whose words differ, in their order."""
    return list(_reworded(old, new))


def reworded_apart(old: Definition, new: Definition) -> list[Reworded]:
    """The questions whose answers are kept apart and whose words differ."""
    before = {question.key: question for question in old.equality}
    return list(_in_questions(before, new.equality))


def _reworded(old: Definition, new: Definition) -> Iterator[Reworded]:
    for page in new.pages:
        before = old.page(page.key)
        if before is None:
            continue
        head = _differing(_head(before), _head(page))
        if head:
            yield Reworded(page.title, head)
        yield from _in_questions({question.key: question for question in old.questions()}, page.questions)


def _in_questions(before: Mapping[str, Question], questions: Iterable[Question]) -> Iterator[Reworded]:
    for question in questions:
        was = before.get(question.key)
        texts = _differing(_words(was), _words(question)) if was is not None else ()
        if texts:
            yield Reworded(question.label, texts)


def _head(page: Page) -> list[str]:
    return [page.title, page.introduction]


def _words(question: Question) -> list[str]:
    plain = [question.label, question.help, question.lowest_label, question.highest_label]
    return [*plain, *_labels(question.options), *_labels(question.rows)]


def _labels(options: tuple[Option, ...]) -> list[str]:
    return [option.label for option in options]


def _differing(before: list[str], after: list[str]) -> tuple[tuple[str, str], ...]:
    return tuple((was, now) for was, now in zip(before, after, strict=False) if was != now)
