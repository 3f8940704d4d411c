"""Two people who change one record at the same time: nothing is lost without a word."""

import pytest

from tests.support.accounts import make_account
from tests.support.directory import make_contact, make_organisation
from tests.support.engagements import make_engagement, make_promise


@pytest.fixture
def ada(client):
    client.sign_in(make_account(name="Ada Moor", roles=["officer", "administrator"]))
    return client


@pytest.fixture
def bea(another_client):
    another_client.sign_in(make_account(name="Bea Hill", roles=["officer", "administrator"]))
    return another_client


def both(ada, bea, where, hers, his, **values):
    """Both open the form; Ada saves, then Bea; gives what Bea is answered."""
    first, second = ada.get(where, **values).form("/"), bea.get(where, **values).form("/")
    ada.post(where, {**first, **hers}, **values)
    return lambda expect: bea.post(where, {**second, **his}, expect=expect, **values)


def test_what_the_other_left_alone_is_kept_on_both_sides(ada, bea):
    board = make_organisation("The board")
    hers, his = {"telephone": "01632 960000"}, {"former_names": "The old board"}
    both(ada, bea, "directory_staff.edit_record", hers, his, organisation_id=board.id)(303)
    form = ada.get("directory_staff.edit_record", organisation_id=board.id).form()
    assert form["telephone"] == "01632 960000"
    assert form["former_names"] == "The old board"


def test_what_both_changed_is_refused_once_with_what_is_saved_and_by_whom(ada, bea):
    board = make_organisation("The board")
    where = {"organisation_id": board.id}
    save = both(
        ada, bea, "directory_staff.edit_record", {"telephone": "01632 960000"}, {"telephone": "01632 960111"}, **where
    )
    page = save(422)
    assert "Somebody changed this after you had opened the page" in page.words
    assert "Last saved by Ada Moor" in page.words
    assert "01632 960000" in page.words
    form = page.form("/record/")
    assert form["telephone"] == "01632 960111", "what was typed is kept"
    assert ada.get("directory_staff.edit_record", **where).form()["telephone"] == "01632 960000"
    bea.post("directory_staff.edit_record", form, **where)
    assert ada.get("directory_staff.edit_record", **where).form()["telephone"] == "01632 960111"


def test_what_is_refused_for_another_reason_does_not_hide_it(ada, bea):
    board = make_organisation("The board")
    where = {"organisation_id": board.id}
    hers, his = {"telephone": "01632 960000"}, {"telephone": "1" * 90}
    form = both(ada, bea, "directory_staff.edit_record", hers, his, **where)(422).form("/record/")
    page = bea.post("directory_staff.edit_record", {**form, "telephone": "01632 960111"}, expect=422, **where)
    assert "Last saved by Ada Moor" in page.words


def test_the_public_side_of_an_event_tells(ada, bea):
    held = make_engagement("A drop-in", kind="event", days_ago=-7)
    hers, his = {"summary": "Come and talk.", "place": "The hall"}, {"summary": "Come and listen."}
    page = both(ada, bea, "engagements_staff.event", hers, his, engagement_id=held.id)(422)
    assert "Come and talk." in page.words
    assert "Last saved by Ada Moor" in page.words
    bea.post("engagements_staff.event", page.form("/event/"), engagement_id=held.id)
    form = ada.get("engagements_staff.event", engagement_id=held.id).form("/event/")
    assert (form["summary"], form["place"]) == ("Come and listen.", "The hall")


def test_a_promise_tells(ada, bea):
    path = f"/staff/engagements/promises/{make_promise(make_engagement()).id}/"

    def form(page):
        return dict(page.document.forms[-1].form_values())

    first, second = form(ada.get(path)), form(bea.get(path))
    ada.post(path, first | {"what": "Send the bus times", "by": "Gordon Pike"})
    page = bea.post(path, second | {"what": "Send the train times"}, expect=422)
    assert "Send the bus times" in page.words
    assert "Last saved by Ada Moor" in page.words
    bea.post(path, form(page))
    saved = form(ada.get(path))
    assert (saved["what"], saved["by"]) == ("Send the train times", "Gordon Pike")


def test_an_untouched_form_keeps_what_the_other_saved_of_every_kind_of_box(ada, bea):
    made = make_contact("Gordon Pike", email="gordon@pike.example")
    hers = {"name": "Gordon A. Pike", "channel": "phone", "format": "large_print", "post": "1 High Street\r\nAshby"}
    both(ada, bea, "directory_staff.edit_contact", hers, {"note": "Call after six."}, contact_id=made.id)(303)
    form = ada.get("directory_staff.edit_contact", contact_id=made.id).form("/edit/")
    assert (form["name"], form["channel"], form["note"]) == ("Gordon A. Pike", "phone", "Call after six.")
    assert form["post"].split() == ["1", "High", "Street", "Ashby"]
