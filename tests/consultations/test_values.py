"""Every kind of answer: read from a form, kept in one form only, and shown again as it was typed."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from engage.consultations.definition import (
    Known,
    box_name,
    boxes_of,
    choices_of,
    forged,
    lacks,
    read_boxes,
    read_value,
    words_of,
)
from tests.support.consultations import option, question

TWO = (option("onex", "One"), option("twox", "Two"))
WITH_OTHER = (*TWO, option("othr", "Other", other=True), option("none", "None", alone=True))
PLACES = (option("near"), option("fast"), option("kind"))
KINDS = {
    "short_text": question("short", "short_text", longest=20),
    "long_text": question("long", "long_text", longest=200),
    "one_choice": question("onechoice", "one_choice", options=WITH_OTHER),
    "many_choice": question("many", "many_choice", options=WITH_OTHER),
    "scale": question("scale", "scale", least=0, most=10),
    "matrix": question("matrix", "matrix", options=TWO, rows=(option("busx"), option("carx"))),
    "ranking": question("rank", "ranking", options=PLACES),
    "number": question("number", "number", least=-5, most=2000),
    "date": question("date", "date"),
    "postcode": question("post", "postcode"),
    "file": question("file", "file", most=2),
    "contact": question("contact", "contact"),
    "agreement": question("agree", "agreement"),
}
KNOWN = Known(files=(3, 7), areas=("E1",))


def read(kind, /, **boxes):
    """What the boxes of a form (by part, `main` for the question itself) are read as."""
    asked = KINDS[kind]
    form = MultiDict()
    for part, texts in boxes.items():
        for text in texts if isinstance(texts, list) else [texts]:
            form.add(box_name(asked, "" if part == "main" else part), text)
    return read_value(asked, form, KNOWN)


GOOD = [
    ("short_text", {"main": "  Hope  "}, "Hope"),
    ("long_text", {"main": "One\r\ntwo "}, "One\ntwo"),
    ("one_choice", {"main": "onex"}, {"choice": "onex"}),
    ("one_choice", {"main": "othr", "other": "A ferry"}, {"choice": "othr", "other": "A ferry"}),
    ("many_choice", {"main": ["twox", "onex"]}, {"choices": ["onex", "twox"]}),
    ("many_choice", {"main": ["onex", "othr"], "other": "A ferry"}, {"choices": ["onex", "othr"], "other": "A ferry"}),
    ("scale", {"main": "0"}, 0),
    ("matrix", {"busx": "onex"}, {"busx": "onex"}),
    ("ranking", {"near": "2", "fast": "1", "kind": "3"}, ["fast", "near", "kind"]),
    ("number", {"main": "1,000.50"}, "1000.5"),
    ("number", {"main": "-0"}, "0"),
    ("date", {"day": "3", "month": "5", "year": "2026"}, "2026-05-03"),
    ("postcode", {"main": "ne14st"}, {"postcode": "NE1 4ST"}),
    ("postcode", {"main": "NE1", "area": "E1"}, {"postcode": "NE1", "area": "E1"}),
    ("file", {"main": ["7", "3"]}, {"files": [3, 7]}),
    ("contact", {"name": "Ada Pell", "email": "ada@EXAMPLE.org"}, {"name": "Ada Pell", "email": "ada@example.org"}),
    ("agreement", {"main": "yes"}, True),
]
BAD = [
    ("short_text", {"main": "x" * 21}, "at most 20"),
    ("short_text", {"main": "bell\x07"}, "cannot be shown"),
    ("one_choice", {"main": "forged"}, "offered"),
    ("one_choice", {"main": ["onex", "twox"]}, "offered"),
    ("one_choice", {"main": "onex", "other": "A ferry"}, "beside the answers"),
    ("one_choice", {"other": "A ferry"}, "beside the answers"),
    ("many_choice", {"main": ["onex", "none"]}, "“None” cannot be chosen together"),
    ("many_choice", {"main": ["onex", "forged"]}, "offered"),
    ("scale", {"main": "11"}, "offered"),
    ("scale", {"main": "٣"}, "offered"),
    ("matrix", {"busx": "forged"}, "offered"),
    ("ranking", {"near": "1", "fast": "1"}, "Place 1 stands at two"),
    ("ranking", {"near": "9"}, "from 1 to 3"),
    ("number", {"main": "about ten"}, "in digits"),
    ("number", {"main": "1e5"}, "in digits"),
    ("number", {"main": "1,5"}, "in digits"),
    ("number", {"main": "2001"}, "2,000 or less"),
    ("number", {"main": "-6"}, "-5 or more"),
    ("date", {"day": "31", "month": "2", "year": "2026"}, "not in the calendar"),
    ("date", {"day": "3", "year": "2026"}, "must have a month"),
    ("date", {"day": "3", "month": "5", "year": "26"}, "four digits"),
    ("postcode", {"main": "somewhere"}, "whole postcode"),
    ("postcode", {"area": "E9"}, "offered"),
    ("file", {"main": "99"}, "not there any more"),
    ("file", {"main": "9" * 5000}, "not there any more"),
    ("contact", {"email": "ada at example"}, "whole email address"),
    ("contact", {"phone": "12"}, "telephone number"),
    ("agreement", {"main": "maybe"}, "offered"),
]


@pytest.mark.parametrize(("kind", "boxes", "value"), GOOD)
def test_a_form_is_read_into_one_value(kind, boxes, value):
    assert read(kind, **boxes) == (value, None)


@pytest.mark.parametrize(("kind", "boxes", "words"), BAD)
def test_what_cannot_be_an_answer_is_said_in_a_sentence(kind, boxes, words):
    value, sentence = read(kind, **boxes)
    assert value is None
    assert words in sentence


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_left_empty_is_no_answer(kind):
    assert read(kind) == (None, None)
    assert read(kind, main="  ") == (None, None)


@pytest.mark.parametrize(("kind", "boxes", "value"), GOOD)
def test_a_value_fills_the_boxes_that_read_as_the_same_value(kind, boxes, value):
    stored = json.loads(json.dumps(value))
    assert read_boxes(KINDS[kind], boxes_of(KINDS[kind], stored), KNOWN) == (value, None)
    assert words_of(KINDS[kind], stored)


@given(typed=st.text(max_size=300), kind=st.sampled_from(sorted(KINDS)), part=st.sampled_from(["main", "other", "day"]))
def test_no_typing_breaks_the_reading(typed, kind, part):
    value, sentence = read(kind, **{part: typed})
    assert value is None or sentence is None
    if value is not None:
        assert read_boxes(KINDS[kind], boxes_of(KINDS[kind], value), KNOWN) == (value, None)


@given(day=st.dates(min_value=date(1000, 1, 1)))
def test_every_day_is_a_date(day):
    value, _ = read("date", day=str(day.day), month=str(day.month), year=str(day.year))
    assert value == day.isoformat()


def test_names_of_boxes_that_belong_to_no_question_are_found():
    asked = [KINDS["many_choice"], KINDS["matrix"]]
    names = ["csrf_token", "q-many", "q-many-other", "q-matrix-busx", "q-matrix-forg", "q-elsewhere"]
    assert forged(names, asked) == ["q-elsewhere", "q-matrix-forg"]


def test_what_must_be_answered_is_missed():
    for kind, asked in KINDS.items():
        assert lacks(asked, None) is None
        assert lacks(asked.model_copy(update={"required": True}), None), kind
    matrix = KINDS["matrix"].model_copy(update={"required": True})
    assert lacks(matrix, {"busx": "onex"}) == "Choose an answer in every row."
    assert lacks(matrix, {"busx": "onex", "carx": "twox"}) is None


def test_the_words_and_the_options_of_answers():
    answers = {KINDS[kind].key: value for kind, _, value in GOOD}
    assert words_of(KINDS["many_choice"], answers["many"]) == "One\nOther: A ferry"
    assert words_of(KINDS["ranking"], answers["rank"]) == "1. Fast\n2. Near\n3. Kind"
    assert words_of(KINDS["date"], answers["date"]) == "3 May 2026"
    assert set(choices_of(KINDS.values(), answers)) == {
        ("onechoice", "othr"),
        ("many", "onex"),
        ("many", "othr"),
        ("scale", "0"),
        ("matrix-busx", "onex"),
        ("rank", "fast"),
        ("agree", "yes"),
    }
