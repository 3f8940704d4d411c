"""The builder: pages of questions, their order, their conditions, the library, and files of questions."""

import io
import json

import pytest

from engage.consultations import actions, queries
from engage.consultations.definition import Definition, Page, QuestionKind, editing, write_definition
from engage.consultations.definition.checking import problems
from engage.consultations.definition.equality import STANDARD_SET
from engage.core.database import unit_of_work
from engage.core.permissions import VISITOR, Role
from tests.support.accounts import make_account
from tests.support.consultations import make_consultation, make_definition, option, question, shown_if
from tests.support.databases import look_again
from tests.support.publishing import make_plan

YES_NO = (option("yesx", "Yes"), option("noxx", "No"))


@pytest.fixture
def officer(client):
    return client.sign_in(make_account(roles=[Role.OFFICER]))


def built(*asked, more=(), **facts):
    pages = [Page(key="first", title="First", questions=asked)]
    pages += [Page(key="second", title="Second", questions=more)] if more else []
    return make_consultation(open=False, definition=Definition(pages=tuple(pages)), **facts)


def newest(it) -> Definition:
    look_again()
    return queries.definition_of(it, queries.latest_definition(it.id))


def keys(definition):
    return [[each.key for each in page.questions] for page in definition.pages]


def test_a_page_and_a_question_are_added_once_though_sent_twice(officer):
    it = make_consultation(open=False, definition=Definition())
    assert "There is no question yet" in officer.get("consultations_staff.questions", consultation_id=it.id).words
    form = officer.get("consultations_staff.new_page", consultation_id=it.id).form()
    for _ in range(2):
        officer.post("consultations_staff.new_page", {**form, "title": "About you"}, consultation_id=it.id)
    (page,) = newest(it).pages
    where = {"consultation_id": it.id, "page_key": page.key, "kind": "long_text"}
    form = officer.get("consultations_staff.new_question", **where).form()
    for _ in range(2):
        officer.post("consultations_staff.new_question", {**form, "label": "Why?", "longest": "500"}, **where)
    (asked,) = newest(it).questions()
    assert (asked.label, asked.longest, asked.kind) == ("Why?", 500, QuestionKind.LONG_TEXT)


@pytest.mark.parametrize("kind", list(QuestionKind))
def test_every_kind_has_its_form(officer, kind):
    it = built(question("aaaa"))
    where = {"consultation_id": it.id, "page_key": "first", "kind": kind.value}
    form = officer.get("consultations_staff.new_question", **where).form()
    lines = {name: f"Line {name[-7]}" for name in form if name.endswith("-label")}
    officer.post("consultations_staff.new_question", {**form, **lines, "label": "Asked?"}, **where)
    asked = list(newest(it).questions())[1]
    assert (asked.kind, asked.label) == (kind, "Asked?")
    shown = officer.get("consultations_staff.edit_question", consultation_id=it.id, key=asked.key)
    officer.post("consultations_staff.edit_question", shown.form(), consultation_id=it.id, key=asked.key)
    assert list(newest(it).questions())[1] == asked
    assert problems(newest(it)) == []


def test_options_keep_their_keys_when_they_are_moved_renamed_and_emptied(officer):
    it = built(question("aaaa", "many_choice", options=(option("opt1"), option("opt2"), option("opt3"))))
    where = {"consultation_id": it.id, "key": "aaaa"}
    form = officer.get("consultations_staff.edit_question", **where).form()
    moved = officer.post("consultations_staff.edit_question", {**form, "do": "down:options:0"}, expect=200, **where)
    typed = {**moved.form(), "options-0-label": "Renamed", "options-2-label": "", "options-1-other": "y"}
    more = officer.post("consultations_staff.edit_question", {**typed, "do": "more"}, expect=200, **where)
    officer.post("consultations_staff.edit_question", more.form(), **where)
    (asked,) = newest(it).questions()
    assert [(each.key, each.label, each.other) for each in asked.options] == [
        ("opt2", "Renamed", False),
        ("opt1", "Opt1", True),
    ]


def test_a_wrong_number_keeps_what_was_typed(officer):
    it = built(question("aaaa"))
    form = officer.get("consultations_staff.edit_question", consultation_id=it.id, key="aaaa").form()
    typed = {**form, "label": "My words", "longest": "many"}
    page = officer.post("consultations_staff.edit_question", typed, consultation_id=it.id, key="aaaa", expect=422)
    assert "Enter a whole number." in page.words
    assert page.form()["label"] == "My words"


def test_two_officers_work_on_different_questions_at_once(officer):
    it = built(question("aaaa"), question("bbbb"))
    form = officer.get("consultations_staff.edit_question", consultation_id=it.id, key="aaaa").form()
    with unit_of_work():
        other = question("bbbb", label="Theirs?")
        actions.save_question(VISITOR, consultation=it, question=other, page_key="first")
    officer.post("consultations_staff.edit_question", {**form, "label": "Mine?"}, consultation_id=it.id, key="aaaa")
    assert [each.label for each in newest(it).questions()] == ["Mine?", "Theirs?"]


def test_two_officers_on_one_question_keep_both_texts(officer):
    it = built(question("aaaa"))
    where = {"consultation_id": it.id, "key": "aaaa"}
    form = officer.get("consultations_staff.edit_question", **where).form()
    with unit_of_work():
        actions.save_question(VISITOR, consultation=it, question=question("aaaa", label="Theirs?"), page_key="first")
    page = officer.post("consultations_staff.edit_question", {**form, "label": "Mine?"}, expect=422, **where)
    assert "Somebody else changed this" in page.words
    assert "Theirs?" in page.words
    assert page.form()["label"] == "Mine?"
    officer.post("consultations_staff.edit_question", page.form(), **where)
    assert [each.label for each in newest(it).questions()] == ["Mine?"]


def test_what_somebody_else_took_away_is_not_lost_in_silence(officer):
    it = built(question("aaaa"), question("bbbb"))
    where = {"consultation_id": it.id, "key": "first"}
    form = officer.get("consultations_staff.edit_page", **where).form()
    officer.post("consultations_staff.edit_page", {**form, "title": "Renamed"}, **where)
    page = officer.post("consultations_staff.edit_page", {**form, "title": "Mine"}, expect=422, **where)
    assert "Renamed" in page.words
    with pytest.raises(actions.StalePart), unit_of_work():
        changed = Page(key="first", title="Other")
        actions.save_page(VISITOR, consultation=it, page=changed, base="0123456789abcdef")


def press(officer, it, do, key, expect=303, **more):
    data = {"do": do, "key": key, "base": str(queries.latest_definition(it.id)), **more}
    officer.post("consultations_staff.arrange", data, consultation_id=it.id, expect=expect)
    return keys(newest(it))


def test_buttons_move_questions_and_pages_and_bring_them_back(officer):
    it = built(question("aaaa"), question("bbbb"), more=(question("cccc"),))
    assert press(officer, it, "down", "aaaa") == [["bbbb", "aaaa"], ["cccc"]]
    assert press(officer, it, "down", "aaaa") == [["bbbb"], ["aaaa", "cccc"]]
    assert press(officer, it, "up", "aaaa") == [["bbbb", "aaaa"], ["cccc"]]
    assert press(officer, it, "up", "second") == [["cccc"], ["bbbb", "aaaa"]]
    assert press(officer, it, "to", "cccc", page="first", place="1") == [[], ["bbbb", "cccc", "aaaa"]]
    assert press(officer, it, "page-to", "first", place="0") == [["bbbb", "cccc", "aaaa"], []]
    assert press(officer, it, "remove", "second") == [["bbbb", "cccc", "aaaa"]]
    assert press(officer, it, "remove", "aaaa") == [["bbbb", "cccc"]]
    assert press(officer, it, "undo", "") == [["bbbb", "cccc", "aaaa"]]
    assert press(officer, it, "remove", "gone") == [["bbbb", "cccc", "aaaa"]]


def test_a_button_of_an_old_page_does_nothing_and_says_so(officer):
    it = built(question("aaaa"), question("bbbb"))
    press(officer, it, "down", "aaaa")
    data = {"do": "remove", "key": "aaaa", "base": "1"}
    officer.post("consultations_staff.arrange", data, consultation_id=it.id)
    assert keys(newest(it)) == [["bbbb", "aaaa"]]
    assert "Somebody else changed" in officer.get("consultations_staff.questions", consultation_id=it.id).text


def test_the_standard_set_is_added_once_and_each_can_be_declined(officer):
    it = built(question("aaaa"))
    for _ in range(2):
        press(officer, it, "standard", "")
    held = newest(it).equality
    assert held == STANDARD_SET
    assert all(any(each.label == "Prefer not to say" for each in one.options) for one in held)
    assert problems(newest(it)) == []
    assert "Prefer not to say" not in officer.get("consultations_staff.questions", consultation_id=it.id).words


def test_a_condition_is_built_a_test_at_a_time(officer):
    it = built(question("aaaa", "one_choice", "Do you drive?", options=YES_NO), question("bbbb"))
    where = {"consultation_id": it.id, "key": "bbbb"}
    assert "shown to everybody" in officer.get("consultations_staff.condition", **where).words
    shown = officer.get("consultations_staff.condition", question="aaaa", **where)
    form = {**shown.form(), "do": "add"}
    refused = officer.post("consultations_staff.condition", form, expect=422, **where)
    assert "Choose at least one answer." in refused.words
    officer.post("consultations_staff.condition", {**form, "answers": "yesx"}, **where)
    assert newest(it).question("bbbb").show_if == shown_if("aaaa", "yesx")
    officer.post("consultations_staff.condition", {**form, "base": "2", "how": "unanswered"}, **where)
    officer.post("consultations_staff.condition", {"base": "3", "do": "match", "match": "any"}, **where)
    assert newest(it).question("bbbb").show_if.match == "any"
    words = officer.get("consultations_staff.questions", consultation_id=it.id).words
    assert "Shown if “Do you drive?” is “Yes”, or “Do you drive?” was not answered" in words
    officer.post("consultations_staff.condition", {"base": "4", "do": "remove:1"}, **where)
    officer.post("consultations_staff.condition", {"base": "5", "do": "remove:0"}, **where)
    assert newest(it).question("bbbb").show_if is None
    stale = officer.post("consultations_staff.condition", {"base": "5", "do": "match"}, expect=422, **where)
    assert "Somebody else changed the questions" in stale.words


def test_what_a_move_breaks_is_said_at_once(officer):
    asked = question("aaaa", "one_choice", options=YES_NO)
    it = built(asked, question("bbbb", show_if=shown_if("aaaa", "yesx")))
    press(officer, it, "down", "aaaa")
    page = officer.get("consultations_staff.questions", consultation_id=it.id)
    assert "Not ready yet" in page.words
    assert "looks ahead to “Question aaaa”" in page.words


def test_an_information_block_quotes_the_revision_that_was_chosen(officer):
    plan = make_plan("Care closer to home", body="One team for each neighbourhood.\n\nFrom April.")
    it = built(question("aaaa"), publications=[plan])
    where = {"consultation_id": it.id, "page_key": "first", "kind": "information"}
    shown = officer.get("consultations_staff.new_question", **where)
    assert "One team for each neighbourhood." in shown.words
    value = shown.select("select[name=quoted] optgroup option")[1].get("value")
    officer.post("consultations_staff.new_question", {**shown.form(), "quoted": value}, **where)
    asked = list(newest(it).questions())[1]
    assert queries.quotation_of(asked).text == "One team for each neighbourhood."
    assert queries.quotation_of(asked).url.startswith("/plans/care-closer-to-home/#")


def test_the_library_gives_copies_with_keys_of_their_own(officer):
    it = built(
        question("aaaa", "one_choice", "Do you drive?", options=YES_NO), question("bbbb", show_if=shown_if("aaaa"))
    )
    for key in ("first", "bbbb", "bbbb"):
        officer.post("consultations_staff.keep_in_library", consultation_id=it.id, key=key)
    look_again()
    page, kept = sorted(queries.library(), key=lambda item: item.kind)
    assert "Question bbbb" in officer.get("consultations_staff.library").words
    where = {"consultation_id": it.id}
    officer.post("consultations_staff.insert_from_library", {"item": str(page.id), "page": "first"}, **where)
    officer.post("consultations_staff.insert_from_library", {"item": str(kept.id), "page": "first"}, **where)
    first, copied = newest(it).pages
    assert [each.label for each in first.questions] == ["Do you drive?", "Question bbbb", "Question bbbb"]
    assert copied.questions[1].show_if == shown_if(copied.questions[0].key)
    assert problems(newest(it)) == []
    officer.post("consultations_staff.insert_from_library", {"item": "0"}, expect=422, **where)
    officer.post("consultations_staff.remove_from_library", item_id=kept.id)
    officer.post(
        "consultations_staff.insert_from_library", {"item": str(kept.id), "page": "first"}, expect=422, **where
    )


def test_questions_go_out_and_come_in_as_json(officer):
    it = make_consultation(open=False)
    taken = officer.http.get(f"/staff/consultations/{it.id}/questions/questions.json").get_data(as_text=True)
    officer.get("consultations_staff.export_questions", consultation_id=it.id)
    other = make_consultation(open=False, definition=Definition())
    form = officer.get("consultations_staff.import_questions", consultation_id=other.id).form()
    upload = {**form, "file": (io.BytesIO(taken.encode()), "questions.json")}
    officer.post("consultations_staff.import_questions", upload, consultation_id=other.id)
    assert newest(other) == make_definition()


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("", "Choose a file"),
        ("{not json", "Invalid JSON"),
        ('{"pages": [{"key": "page", "title": ""}]}', "pages → 1 → title"),
        ('{"pages": [], "more": 1}', "more: "),
        (json.dumps({"pages": [{"key": "same", "title": "A"}, {"key": "same", "title": "B"}]}), "have the key “same”"),
    ],
)
def test_a_file_that_holds_no_questions_is_refused_in_words(officer, body, words):
    it = built(question("aaaa"))
    form = officer.get("consultations_staff.import_questions", consultation_id=it.id).form()
    where = {"consultation_id": it.id, "expect": 422}
    page = officer.post("consultations_staff.import_questions", {**form, "body": body}, **where)
    assert words in page.words
    assert keys(newest(it)) == [["aaaa"]]


def test_questions_of_what_is_launched_are_not_changed(officer):
    it = make_consultation()
    press(officer, it, "remove", "agree")
    assert write_definition(newest(it)) == write_definition(make_definition())
    form = officer.get("consultations_staff.edit_question", consultation_id=it.id, key="agree").form()
    where = {"consultation_id": it.id, "key": "agree", "expect": 422}
    assert (
        "launched already" in officer.post("consultations_staff.edit_question", {**form, "label": "?"}, **where).words
    )


def test_forged_keys_and_kinds_are_missing(officer):
    it = built(question("aaaa"))
    officer.get("consultations_staff.edit_question", consultation_id=it.id, key="gone", expect=404)
    officer.get("consultations_staff.edit_page", consultation_id=it.id, key="gone", expect=404)
    officer.get("consultations_staff.condition", consultation_id=it.id, key="gone", expect=404)
    officer.get("consultations_staff.new_question", consultation_id=it.id, page_key="first", kind="magic", expect=404)
    officer.get("consultations_staff.new_question", consultation_id=it.id, page_key="gone", kind="date", expect=404)


def test_equality_questions_stay_among_themselves():
    held = Definition(pages=(Page(key="first", title="First"),), equality=(question("eqaa", "date"),))
    with pytest.raises(editing.NotThere):
        editing.move_question(held, "eqaa", "first", 0)
    assert editing.step_question(held, "eqaa", 1) == held


def test_a_page_is_previewed_as_people_will_see_it(officer):
    plan = make_plan("Care closer to home", body="One team for each neighbourhood.\n\nFrom April.")
    it = make_consultation(open=False, publications=[plan])
    where = {"consultation_id": it.id, "page_key": "aboutyou", "kind": "information"}
    shown = officer.get("consultations_staff.new_question", **where)
    value = shown.select("select[name=quoted] optgroup option")[1].get("value")
    officer.post("consultations_staff.new_question", {**shown.form(), "quoted": value}, **where)
    words = officer.get("consultations_staff.preview", consultation_id=it.id, page_key="aboutyou").words
    assert "Have you used the service in the last year?" in words
    assert "One team for each neighbourhood." in words
    equality = officer.get("consultations_staff.preview", consultation_id=it.id, page_key="equality")
    assert "Are you disabled?" in equality.words
    officer.get("consultations_staff.preview", consultation_id=it.id, page_key="gone", expect=404)
