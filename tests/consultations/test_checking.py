"""The checks of a definition: reachability found by walking all routes at once is what trying every answer finds."""

from itertools import chain, combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.consultations.definition import Condition, Definition, Page, Question, QuestionKind, Test, route
from engage.consultations.definition.checking import problems, walk
from tests.support.consultations import make_definition, option, question, shown_if

KEYS = ("aaaa", "bbbb", "cccc", "dddd", "eeee", "ffff")
OPTIONS = ("opt1", "opt2", "opt3")
KINDS = (
    QuestionKind.ONE_CHOICE,
    QuestionKind.MANY_CHOICE,
    QuestionKind.SCALE,
    QuestionKind.AGREEMENT,
    QuestionKind.MATRIX,
    QuestionKind.SHORT_TEXT,
)


def offered(asked: Question) -> list[str]:
    if asked.kind is QuestionKind.SCALE:
        return ["1", "2", "3"]
    if asked.kind is QuestionKind.AGREEMENT:
        return ["true"]
    return list(OPTIONS) if asked.options else []


def combined(asked: Question) -> list:
    """Every set of options that may be chosen together."""
    alone = {each.key for each in asked.options if each.alone}
    sets = chain.from_iterable(combinations(OPTIONS, size) for size in (1, 2, 3))
    return [
        {"choices": list(chosen)}
        for chosen in sets
        if len(chosen) <= (asked.most or 3)
        if not alone & set(chosen) or len(chosen) == 1
        if len(chosen) >= (asked.least or 1) or alone & set(chosen)
    ]


def every_answer(asked: Question) -> list:
    """Every answer that a question takes, None where it may be left out."""
    some = {
        QuestionKind.ONE_CHOICE: [{"choice": one} for one in OPTIONS],
        QuestionKind.MANY_CHOICE: combined(asked),
        QuestionKind.SCALE: [1, 2, 3],
        QuestionKind.AGREEMENT: [True],
        QuestionKind.MATRIX: [{"row1": a, "row2": b} for a, b in product(OPTIONS, OPTIONS)],
        QuestionKind.SHORT_TEXT: ["words"],
    }[asked.kind]
    return some if asked.required else [*some, None]


@st.composite
def conditions(draw, earlier):
    tests = []
    for asked in draw(st.lists(st.sampled_from(earlier), min_size=1, max_size=2)):
        names = draw(st.lists(st.sampled_from(offered(asked)), max_size=2, unique=True)) if offered(asked) else []
        tests.append(Test(question=asked.key, any_of=tuple(sorted(names)), negated=draw(st.booleans())))
    return Condition(match=draw(st.sampled_from(["all", "any"])), tests=tuple(tests))


@st.composite
def questions(draw, key, earlier):
    kind = draw(st.sampled_from(KINDS))
    facts = {"required": draw(st.booleans())}
    if kind in (QuestionKind.ONE_CHOICE, QuestionKind.MANY_CHOICE, QuestionKind.MATRIX):
        alone = kind is QuestionKind.MANY_CHOICE and draw(st.booleans())
        facts["options"] = (option("opt1"), option("opt2"), option("opt3", alone=alone))
    if kind is QuestionKind.MANY_CHOICE:
        facts |= draw(st.sampled_from([{}, {"most": 1}, {"most": 2}, {"least": 2}]))
    if kind is QuestionKind.MATRIX:
        facts["rows"] = (option("row1"), option("row2"))
        facts["required"] = True
    if kind is QuestionKind.SCALE:
        facts |= {"least": 1, "most": 3}
    if earlier and draw(st.booleans()):
        facts["show_if"] = draw(conditions(earlier))
    return question(key, kind, **facts)


@st.composite
def definitions(draw):
    held, pages = [], []
    for number, keys in enumerate((KEYS[:2], KEYS[2:4])):
        show_if = draw(conditions(held)) if held and draw(st.booleans()) else None
        asked = []
        for key in keys:
            asked.append(draw(questions(key, [*held, *asked])))
        held += asked
        pages.append(Page(key=f"page{number}", title=f"Page {number}", questions=tuple(asked), show_if=show_if))
    return Definition(pages=tuple(pages))


@given(definitions())
def test_walking_all_routes_finds_what_trying_every_answer_finds(definition):
    asked = list(definition.questions())
    seen = set()
    for answers in product(*(every_answer(each) for each in asked)):
        given_ones = {each.key: value for each, value in zip(asked, answers, strict=True) if value is not None}
        for page, visible in route(definition, given_ones):
            seen |= {page.key} | {each.key for each in visible}
    walked = walk(definition)
    assert walked.complete
    assert {key for key in walked.reached if key in KEYS} == {key for key in seen if key in KEYS}


def test_the_example_holds_together():
    assert problems(make_definition()) == []


def one_page(*asked, **facts):
    return Definition(pages=(Page(key="page", title="Page", questions=asked, **facts),))


def said(definition):
    return " ".join(problem.sentence for problem in problems(definition))


YES_NO = (option("yesx"), option("noxx"))


@pytest.mark.parametrize(
    ("definition", "words"),
    [
        (Definition(), "no question yet"),
        (one_page(), "is empty"),
        (one_page(question("aaaa"), question("aaaa")), "have the key “aaaa”"),
        (one_page(question("aaaa", "one_choice", options=YES_NO[:1])), "at least two options"),
        (one_page(question("aaaa", "matrix", options=YES_NO)), "at least one line"),
        (one_page(question("aaaa", "scale", least=1, most=60)), "at most 11 steps"),
        (one_page(question("aaaa", "number", least=3, most=1)), "the least is more than the most"),
        (one_page(Question(key="aaaa", kind=QuestionKind.LONG_TEXT)), "write the question"),
        (one_page(Question(key="aaaa", kind=QuestionKind.INFORMATION)), "write a text or choose what it quotes"),
        (one_page(question("aaaa", show_if=shown_if("gone"))), "a question that is not there"),
        (one_page(question("aaaa", show_if=shown_if("bbbb")), question("bbbb")), "looks ahead to “Question bbbb”"),
        (one_page(question("aaaa", show_if=shown_if("aaaa"))), "looks ahead"),
        (
            one_page(
                question("aaaa", "one_choice", options=YES_NO), question("bbbb", show_if=shown_if("aaaa", "else"))
            ),
            "does not offer",
        ),
        (one_page(question("aaaa", "information"), question("bbbb", show_if=shown_if("aaaa"))), "takes no answer"),
        (
            one_page(question("aaaa"), question("bbbb", show_if=shown_if("aaaa"))).model_copy(
                update={"equality": (question("cccc", required=True),)}
            ),
            "cannot be required",
        ),
    ],
)
def test_what_is_wrong_is_said(definition, words):
    assert words in said(definition)


def test_a_question_behind_two_answers_that_exclude_each_other_is_out_of_reach():
    choice = question("aaaa", "one_choice", "Do you drive?", options=YES_NO)
    both = Condition(tests=(*shown_if("aaaa", "yesx").tests, *shown_if("aaaa", "noxx").tests))
    assert "nobody can ever see it" in said(one_page(choice, question("bbbb", show_if=both)))


def test_a_question_for_who_left_out_what_must_be_answered_is_out_of_reach():
    choice = question("aaaa", "one_choice", required=True, options=YES_NO)
    unanswered = shown_if("aaaa", negated=True)
    assert "nobody can ever see it" in said(one_page(choice, question("bbbb", show_if=unanswered)))
    free = choice.model_copy(update={"required": False})
    assert problems(one_page(free, question("bbbb", show_if=unanswered))) == []


def test_a_long_chain_of_conditions_is_walked_at_once():
    asked = [question("q000", "one_choice", options=YES_NO)]
    for number in range(1, 150):
        asked.append(
            question(f"q{number:03}", "one_choice", options=YES_NO, show_if=shown_if(f"q{number - 1:03}", "yesx"))
        )
    walked = walk(one_page(*asked))
    assert (walked.complete, len(walked.reached)) == (True, 151)


def test_routes_that_cannot_be_told_apart_in_time_are_refused():
    choices = [question(f"q{number:03}", "one_choice", options=YES_NO) for number in range(18)]
    everything = Condition(tests=tuple(test for each in choices for test in shown_if(each.key, "yesx").tests))
    assert "more routes than can be walked" in said(one_page(*choices, question("last", show_if=everything)))
