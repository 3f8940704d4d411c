"""The questions of the demonstration's consultations: one of every kind about the plan that is argued most."""

from engage.consultations.definition import Condition, Definition, Option, Page, Question, QuestionKind, Test
from engage.consultations.definition.equality import STANDARD_SET


def _options(*labels: str, other: str = "", alone: str = "") -> tuple[Option, ...]:
    found = [Option(key=f"opt{number:02}", label=label) for number, label in enumerate(labels, 1)]
    found += [Option(key="other", label=other, other=True)] if other else []
    return (*found, *([Option(key="none", label=alone, alone=True)] if alone else []))


def _if(question: str, *any_of: str) -> Condition:
    return Condition(tests=(Test(question=question, any_of=any_of),))


def _ask(key: str, kind: QuestionKind, label: str, **facts: object) -> Question:
    return Question.model_validate({"key": key, "kind": kind, "label": label, **facts})


def care_closer_to_home(publication_id: int, revision: int, anchor: str) -> Definition:
    """A consultation with every kind of question, with two routes through it; quotes a passage of its plan."""
    quoted = {"publication_id": publication_id, "revision": revision, "anchor": anchor}
    return Definition(pages=(_you(), _ward(quoted), _urgent(), _anything()), equality=STANDARD_SET)


def _you() -> Page:
    roles = _options("A patient", "A carer or relative", "Somebody who works in health or care", other="Somebody else")
    return Page(
        key="youpage",
        title="You and the hospital",
        introduction="These help us to see whom we have heard. You can leave out what is not marked.",
        questions=(
            _ask("whoareyou", QuestionKind.ONE_CHOICE, "How do you answer?", options=roles, required=True),
            _ask("livewhere", QuestionKind.POSTCODE, "Where do you live?", help="Its first half will do."),
            _ask(
                "stayed",
                QuestionKind.ONE_CHOICE,
                "Have you, or somebody you look after, stayed on Larch Ward?",
                options=_options("Yes", "No"),
                required=True,
            ),
            _ask("staywhen", QuestionKind.DATE, "When did the last stay begin?", show_if=_if("stayed", "opt01")),
            _ask(
                "staydays",
                QuestionKind.NUMBER,
                "For how many nights?",
                least=0,
                most=400,
                show_if=_if("stayed", "opt01"),
            ),
        ),
    )


def _ward(quoted: dict[str, object]) -> Page:
    fears = _options("Being alone at night", "Nobody coming when we call", "More work for family", "Falls at home")
    return Page(
        key="wardpage",
        title="Nursing at home instead of Larch Ward",
        questions=(
            _ask("proposal", QuestionKind.INFORMATION, "We propose", **quoted),
            _ask(
                "agreeward",
                QuestionKind.SCALE,
                "How far do you agree with nursing at home for most of these patients?",
                least=1,
                most=5,
                lowest_label="Not at all",
                highest_label="Entirely",
                required=True,
            ),
            _ask(
                "worries",
                QuestionKind.MANY_CHOICE,
                "What worries you about it?",
                options=(*fears, *_options(other="Something else, please say", alone="Nothing")),
                most=3,
            ),
            _ask(
                "whatwould",
                QuestionKind.LONG_TEXT,
                "What would have to be in place before a bed closes?",
                longest=3000,
                show_if=_if("agreeward", "1", "2", "3"),
            ),
        ),
    )


def _urgent() -> Page:
    means = tuple(Option(key=f"row{number}", label=label) for number, label in enumerate(("Bus", "Car", "Lift"), 1))
    return Page(
        key="urgentpage",
        title="Urgent care at Oxmere",
        questions=(
            _ask(
                "gettingto",
                QuestionKind.MATRIX,
                "How easily could you get to Oxmere?",
                rows=means,
                options=_options("Easily", "With trouble", "Not at all"),
            ),
            _ask(
                "mattersto",
                QuestionKind.RANKING,
                "What matters most to you?",
                options=_options("Being near", "Being seen soon", "X-ray in the evening", "A place to park"),
            ),
            _ask("oneword", QuestionKind.SHORT_TEXT, "What should the new centre be called?", longest=60),
        ),
    )


def _anything() -> Page:
    return Page(
        key="morepage",
        title="Anything else",
        questions=(
            _ask("letters", QuestionKind.FILE, "Add a letter or a report", most=3),
            _ask("reachyou", QuestionKind.CONTACT, "How can we reach you about your answers?"),
            _ask("hasread", QuestionKind.AGREEMENT, "I have read how my answers are used.", required=True),
        ),
    )


def short(*labels: str) -> Definition:
    """A page of a few open questions with a scale first."""
    first = _ask("howfar", QuestionKind.SCALE, labels[0], least=1, most=5, required=True)
    texts = [_ask(f"open{number}", QuestionKind.LONG_TEXT, label) for number, label in enumerate(labels[1:], 1)]
    return Definition(
        pages=(Page(key="onlypage", title="Your view", questions=(first, *texts)),), equality=STANDARD_SET
    )
