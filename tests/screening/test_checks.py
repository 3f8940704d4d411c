"""What the rules find that look at the words alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.screening import personal, shapes
from engage.screening.checks import Compiled, Terms, screen
from engage.screening.models import RuleAction, RuleKind


def rule(number, kind, threshold=None, *, entries=(), publication_id=None, action=RuleAction.HOLD):
    return Terms(number, kind, action, kind.label, "It is held.", publication_id, threshold, tuple(entries))


EVERY = Compiled.of(
    [
        rule(1, RuleKind.WORDS, entries=["idiot", "clown"]),
        rule(2, RuleKind.STAFF_NAMES, entries=["Rosalind Achebe"], action=RuleAction.FLAG),
        rule(3, RuleKind.PERSONAL_DATA),
        rule(4, RuleKind.LINKS, 2),
        rule(5, RuleKind.CAPITALS, 60),
        rule(6, RuleKind.FIRST_COMMENT),
        rule(7, RuleKind.WORDS, entries=["depot"], publication_id=9),
    ]
)


def passages(look, text):
    return [text[start:end] for start, end in look(text)]


@pytest.mark.parametrize(
    ("look", "text", "expected"),
    [
        (personal.telephone_numbers, "Ring 0191 498 0123 today", ["0191 498 0123"]),
        (personal.telephone_numbers, "+44 20 7946 0958, 07700 900 123", ["+44 20 7946 0958", "07700 900 123"]),
        (personal.telephone_numbers, "It cost £1,200,000,000 in 2024, 1234567890123456", []),
        (personal.nhs_numbers, "My number is 943 476 5919.", ["943 476 5919"]),
        (personal.nhs_numbers, "943 476 5918 has a wrong check digit, 0000000000 has none", []),
        (personal.email_addresses, "write to jo.bloggs+x@example.co.uk, now", ["jo.bloggs+x@example.co.uk"]),
        (personal.addresses, "I live at 12 Acacia Avenue.", ["12 Acacia Avenue"]),
        (personal.addresses, "flat 3, elm court, LS1 4AP", ["flat 3, elm court, LS1 4AP"]),
        (personal.addresses, "The 3 wards of LS1 and 40 buses a day", []),
        (shapes.links, "See https://a.example/x, www.b.example and c.co.uk", None),
        (shapes.links, "e.g. me@example.com and the end.So", []),
    ],
)
def test_what_is_seen_in_a_text(look, text, expected):
    assert passages(look, text) == (expected or passages(look, text))
    assert bool(look(text)) == (expected is None or bool(expected))


def test_the_check_digit_of_an_nhs_number():
    assert personal.is_nhs_number("9434765919")
    assert not personal.is_nhs_number("9434765918")
    assert not personal.is_nhs_number("1111111111")
    assert not personal.is_nhs_number("943476591")


def test_each_rule_says_what_it_found_and_where():
    text = "THAT IDIOT ROSALIND ACHEBE: RING 0191 498 0123, SEE www.a.example AND www.b.example"
    kinds = {finding.source: finding for finding in screen(text, EVERY)}
    assert set(kinds) == {"words", "staff_names", "personal_data", "links", "capitals"}
    assert kinds["words"].label == "Words and phrases: “IDIOT”"
    assert [text[start:end] for start, end in kinds["words"].spans] == ["IDIOT"]
    assert kinds["staff_names"].action is RuleAction.FLAG
    assert kinds["personal_data"].label == "Personal data: telephone number"
    assert kinds["links"].label == "Links: 2 links"


def test_a_rule_for_one_publication_holds_nowhere_else():
    assert [finding.rule_id for finding in screen("the depot", EVERY, 9)] == [7]
    assert screen("the depot", EVERY, 8) == []


def test_few_letters_do_not_shout():
    assert shapes.share_of_capitals("NHS OK") == 0
    assert shapes.share_of_capitals("CLOSE THE WHOLE DEPOT NOW PLEASE") == 100


def test_nearly_equal_texts_are_alike_and_others_are_not():
    words = [f"word{chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(200)]
    first = " ".join(words)
    alike = sum(
        shapes.likeness(" ".join([*words[:n], "other", *words[n + 1 :]])) == shapes.likeness(first) for n in range(200)
    )
    assert alike > 180
    assert shapes.likeness(first.upper() + "!!") == shapes.likeness(first)
    assert shapes.likeness(" ".join(words[100:])) != shapes.likeness(" ".join(words[:100]))
    assert shapes.likeness("I agree with this") is None


@given(st.text(max_size=600) | st.text(alphabet="0123 +()-.@aA1LS4P\u0661", max_size=600))
def test_no_text_fails_and_every_place_is_in_it(text):
    for finding in screen(text, EVERY):
        assert all(0 <= start < end <= len(text) for start, end in finding.spans)
        assert len(finding.label) < 300
    shapes.likeness(text)
