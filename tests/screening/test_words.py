"""Words of lists are found however they are written, at the right place, in time linear in the text."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.screening.automaton import Automaton
from engage.screening.folding import fold, readings
from engage.screening.wordlists import WordLists

LIST = WordLists([(1, ["idiot", "go home", "dunce*", "the rapist", "naïve", "привет", "don't", "Ｓｌｕｇ"])])
TEXTS = st.text(max_size=400) | st.text(alphabet="idtoa 1!@.-\u200bіоАß\U0001f178", max_size=400)


def found(text):
    return [text[start:end] for start, end in LIST.find(text).get(1, [])]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("You IDIOT!", "IDIOT"),
        ("an i d i o t, he is", "i d i o t"),
        ("an i.d.i-o_t", "i.d.i-o_t"),
        ("1d10t", "1d10t"),
        ("an !d!ot", "!d!ot"),
        ("ＩＤＩＯＴ", "ＩＤＩＯＴ"),
        ("an idіоt", "idіоt"),
        ("id\u200bi\u00adot", "id\u200bi\u00adot"),
        ("idi\u0301ot", "idi\u0301ot"),
        ("🅸🅳🅸🅾🆃", "🅸🅳🅸🅾🆃"),
        ("𝖎𝖉𝖎𝖔𝖙", "𝖎𝖉𝖎𝖔𝖙"),
        ("go\n home", "go\n home"),
        ("Duncery", "Dunce"),
        ("NAIVE", "NAIVE"),
        ("Привет!", "Привет"),
        ("dont", "dont"),
        ("a slug", "slug"),
    ],
)
def test_it_is_found_however_it_is_written(text, words):
    assert found(text) == [words]


@pytest.mark.parametrize(
    "text", ["idiotic", "an id iot", "therapist", "gohome", "we go to her home", "A55 to 1010", "", "🙂", "g o"]
)
def test_other_words_are_left_alone(text):
    assert found(text) == []


@given(TEXTS)
def test_no_text_fails_and_every_place_is_in_it(text):
    for start, end in LIST.find(text).get(1, []):
        assert 0 <= start < end <= len(text)
        assert any(not unicodedata.category(each).startswith("Z") for each in text[start:end])


@given(TEXTS)
def test_each_letter_remembers_where_it_came_from(text):
    for folded in readings(text):
        assert len(folded.letters) == len(folded.places) == len(folded.gaps)
        assert folded.places == sorted(folded.places)
        assert all(0 <= place < len(text) for place in folded.places)


@given(TEXTS, st.sampled_from(["idiot", "I d i o t", "ＩＤＩＯＴ", "1d1ot"]), TEXTS)
def test_a_word_is_found_between_any_two_texts(before, word, after):
    text = f"{before}\n{word}\n{after}"
    place = len(before) + 1
    spans = LIST.find(text).get(1, [])
    assert len(spans) == 50 or any(start <= place and end >= place + len(word) for start, end in spans)


@given(st.lists(st.text(alphabet="ab", min_size=1, max_size=5), max_size=12), st.text(alphabet="abc", max_size=60))
def test_the_automaton_finds_what_looking_everywhere_finds(words, text):
    everywhere = {
        (number, place + len(word))
        for number, word in enumerate(words)
        for place in range(len(text))
        if text.startswith(word, place)
    }
    assert set(Automaton(words).find(text, lambda _: True)) == everywhere


def steps(text):
    """How many transitions the automaton looks up, which is what its time goes by."""
    compiled = Automaton(["a" * length for length in range(1, 81)])
    looked = [0]

    class Counting(dict):
        def get(self, key):
            looked[0] += 1
            return dict.get(self, key)

    compiled._next = Counting(compiled._next)
    list(compiled.find(fold(text).letters, lambda _: False))
    return looked[0]


@pytest.mark.parametrize("hostile", ["a", "aab", "a b ", "ab" * 40])
def test_the_work_grows_with_the_text_and_no_faster(hostile):
    for text in (hostile * 100, hostile * 1000):
        assert steps(text) <= 2 * len(text)
