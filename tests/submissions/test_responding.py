"""Answering on the web, as a browser without a script does it."""

import json
import re
from datetime import timedelta

from engage.core import clock
from engage.core.database import db
from engage.submissions.models import Consent, Respondent, Submission, SubmissionState
from tests.support.answering import MYSELF, begin, code_on, fill, fill_all, send, the_submission
from tests.support.consultations import make_consultation
from tests.support.databases import look_again
from tests.support.guests import sent_mails
from tests.support.submissions import ANSWERS, answers_now, how_many, make_submission


def test_a_person_answers_page_by_page_and_gets_a_receipt(client):
    consultation = make_consultation("Blood tests in Tarnwick")
    overview = begin(client, consultation)
    assert re.fullmatch(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{5}", code_on(overview))
    fill_all(client, consultation)
    assert answers_now(the_submission()) == ANSWERS
    assert send(client, consultation, consent="named", name="Ada Pell").location.endswith("/your-receipt/")
    page = client.get("submissions.receipt", slug=consultation.slug)
    sent = the_submission()
    assert (sent.state, sent.consent, sent.name) == (SubmissionState.SENT, Consent.NAMED, "Ada Pell")
    assert sent.reference in page.words
    assert page.heading == "Your response was sent"


def test_the_pages_follow_one_another_and_wait_for_questions_that_appear(client):
    consultation = make_consultation()
    begin(client, consultation)
    first = fill(client, consultation, "aboutyou", **{"q-uses": "yesx"})
    assert first.location.endswith("/respond/views/")
    asked_more = fill(client, consultation, "views", **{"q-agree": "1"})
    assert asked_more.location.endswith("/respond/views/#q-whynot")
    page = client.get("submissions.respond_page", slug=consultation.slug, page_key="views")
    assert "What would have to change?" in page.words
    on = fill(client, consultation, "views", **{"q-agree": "1", "q-whynot": "More buses"})
    assert on.location.endswith("/respond/travel/")
    assert fill(client, consultation, "travel").location.endswith("/respond/more/")
    assert fill(client, consultation, "more", **{"q-believe": "yes"}).location.endswith("/check-answers/")


def test_a_page_with_a_fault_is_saved_and_shown_again_with_all_its_words(client, another_client):
    consultation = make_consultation()
    code = code_on(begin(client, consultation))
    page = fill(client, consultation, "views", expect=422, **{"q-agree": "3", "q-short": "A" * 60})
    assert "at most 50 characters" in page.words
    assert page.form("views")["q-short"] == "A" * 60
    assert answers_now(the_submission()) == {"agree": 3}
    another_client.post("submissions.resume", {"code": code})
    again = another_client.get("submissions.respond_page", slug=consultation.slug, page_key="views")
    assert again.form("views")["q-short"] == "A" * 60
    assert "at most 50 characters" in again.words
    assert send(another_client, consultation, expect=422).status == 422
    fill(another_client, consultation, "views", **{"q-short": "Brief"})
    assert answers_now(the_submission()) == {"agree": 3, "short": "Brief"}


def test_an_empty_required_question_is_saved_and_said(client):
    consultation = make_consultation()
    begin(client, consultation)
    answer = fill(client, consultation, "aboutyou", **{"q-postcode": "NE1 4ST"})
    assert answer.location.endswith("/aboutyou/?check")
    page = client.get(answer.location)
    assert "Choose an answer." in page.words
    away = fill(client, consultation, "aboutyou", list="1")
    assert away.location.endswith("/respond/")
    assert "In progress" in client.get(away.location).words


def test_all_kinds_of_answers_are_shown_again_as_they_were_typed(client):
    consultation = make_consultation()
    begin(client, consultation)
    fill(
        client,
        consultation,
        "aboutyou",
        **{"q-uses": "yesx", "q-contact-name": "Ada Pell", "q-contact-address": "1 Mill Row\nTarnwick"},
    )
    travel = {
        "q-means-busx": "daily",
        "q-means-carx": "never",
        "q-order-near": "2",
        "q-order-fast": "1",
        "q-order-kind": "3",
        "q-minutes": "25.5",
        "q-since-day": "1",
        "q-since-month": "2",
        "q-since-year": "2019",
    }
    fill(client, consultation, "travel", **travel)
    form = client.get("submissions.respond_page", slug=consultation.slug, page_key="travel").form("travel")
    assert {name: form[name] for name in travel} == travel
    form = client.get("submissions.respond_page", slug=consultation.slug, page_key="aboutyou").form("aboutyou")
    assert form["q-contact-address"] == "1 Mill Row\nTarnwick"
    check = client.get("submissions.respond_check", slug=consultation.slug)
    for words in ("Busx: Daily", "1. Fast", "25.5", "1 February 2019", "Ada Pell"):
        assert words in check.words


def test_forged_questions_and_options_change_nothing(client):
    consultation = make_consultation()
    begin(client, consultation)
    fill(client, consultation, "views", expect=400, **{"q-agree": "3", "q-uses": "yesx"})
    fill(client, consultation, "views", expect=422, **{"q-agree": "99"})
    fill(client, consultation, "views", **{"q-agree": "5", "q-whynot": "Forged", "shown": "agree:- whynot:-"})
    assert answers_now(the_submission()) == {"agree": 5}
    client.get("submissions.respond_page", slug=consultation.slug, page_key="nosuch", expect=404)
    assert client.get("submissions.respond_page", slug=consultation.slug, page_key="travel", expect=303)


def test_two_browsers_meet_and_the_person_chooses(client, another_client):
    consultation = make_consultation()
    code = code_on(begin(client, consultation))
    fill(client, consultation, "views", **{"q-agree": "3", "q-short": "First"})
    another_client.post("submissions.resume", {"code": code})
    stale = another_client.get("submissions.respond_page", slug=consultation.slug, page_key="views").form("views")
    fill(client, consultation, "views", **{"q-short": "From the phone"})
    answer = fill(another_client, consultation, "views", fresh=False, **stale | {"q-short": "From the library"})
    assert answer.location.endswith("/two-texts/")
    page = another_client.get(answer.location)
    assert "From the phone" in page.words
    assert "From the library" in page.words
    unread = another_client.post(
        "submissions.respond_choose", page.form("two-texts"), slug=consultation.slug, expect=422
    )
    assert "Choose for each question" in unread.words
    later = page.select("input[name=choice-short]")[1].get("value")
    choice = page.form("two-texts") | {"choice-short": later}
    fill(client, consultation, "views", **{"q-agree": "4"})
    page = another_client.post("submissions.respond_choose", choice, slug=consultation.slug, expect=422)
    assert "changed from elsewhere" in page.words
    choice = page.form("two-texts") | {"choice-short": later}
    another_client.post("submissions.respond_choose", choice, slug=consultation.slug)
    assert answers_now(the_submission())["short"] == "From the library"
    assert another_client.get("submissions.respond_choose", slug=consultation.slug, expect=303)


def test_typing_is_saved_without_leaving_the_page(client):
    consultation = make_consultation()
    begin(client, consultation)
    shown = client.get("submissions.respond_page", slug=consultation.slug, page_key="views").form("views")
    place = {"slug": consultation.slug, "page_key": "views"}
    first = client.post("submissions.respond_autosave", shown | {"q-short": "Hop"}, expect=200, **place)
    told = json.loads(first.text)["fields"]
    client.post("submissions.respond_autosave", shown | told | {"q-short": "Hopeful"}, expect=200, **place)
    assert answers_now(the_submission()) == {"short": "Hopeful"}
    client.post("submissions.respond_autosave", shown | {"q-short": "Elsewhere"}, expect=409, **place)
    assert answers_now(the_submission()) == {"short": "Hopeful"}
    client.post("submissions.respond_autosave", {"response": "nonsense"}, expect=409, **place)


def test_what_a_device_keeps_is_kept_for_one_response(client):
    consultation = make_consultation()
    place = {"slug": consultation.slug, "page_key": "views"}
    addresses = set()
    for _ in range(2):
        begin(client, consultation)
        page = client.get("submissions.respond_page", **place)
        (form,) = page.select("form[data-autosave-url]")
        client.post(form.get("data-autosave-url"), page.form("views") | {"q-short": "Mine"}, expect=200)
        addresses.add(form.get("data-autosave-url"))
    assert len(addresses) == 2


def test_what_is_typed_survives_a_lost_cookie(client):
    consultation = make_consultation()
    code = code_on(begin(client, consultation))
    shown = client.get("submissions.respond_page", slug=consultation.slug, page_key="views").form("views")
    client.post("submissions.respond_leave", slug=consultation.slug)
    fill(client, consultation, "views", fresh=False, **shown | {"q-agree": "4"})
    assert answers_now(the_submission()) == {"agree": 4}
    client.post("submissions.respond_leave", slug=consultation.slug)
    typed = shown | {"q-agree": "4", "q-short": "Glad", "response": ""}
    page = fill(client, consultation, "views", fresh=False, expect=422, **typed)
    kept = page.form("views")
    assert kept["q-short"] == "Glad"
    fill(client, consultation, "views", fresh=False, **kept | {"response": code})
    assert answers_now(the_submission())["short"] == "Glad"


def test_each_form_saves_into_its_own_response(client):
    consultation = make_consultation()
    begin(client, consultation)
    mine = client.get("submissions.respond_page", slug=consultation.slug, page_key="views").form("views")
    begin(client, consultation, respondent="somebody", for_name="Bea Pell", for_relation="I am her carer")
    fill(client, consultation, "views", fresh=False, **mine | {"q-short": "Mine"})
    look_again()
    first, second = db.session.scalars(db.select(Submission).order_by(Submission.id)).all()
    assert answers_now(first) == {"short": "Mine"}
    assert answers_now(second) == {}
    assert (second.respondent, second.for_name) == (Respondent.SOMEBODY, "Bea Pell")


def test_a_form_to_begin_that_is_sent_twice_begins_one_response(client, another_client):
    consultation = make_consultation()
    form = client.get("submissions.respond", slug=consultation.slug).form("respond") | MYSELF
    form |= {"email": "ada@northvale.example"}
    first = client.post("submissions.respond", form, slug=consultation.slug, follow=True)
    again = client.post("submissions.respond", form | {"name": "Ada Pell"}, slug=consultation.slug, follow=True)
    assert code_on(first) == code_on(again)
    assert the_submission().name == "Ada Pell"
    assert len(sent_mails()) == 1
    fill(client, consultation, "views", **{"q-agree": "4"})
    client.post("submissions.respond", form | {"name": "Somebody"}, slug=consultation.slug)
    assert (the_submission().name, answers_now(the_submission())) == ("Ada Pell", {"agree": 4})
    other = another_client.get("submissions.respond", slug=consultation.slug).form("respond") | MYSELF
    another_client.post("submissions.respond", other, slug=consultation.slug)
    elsewhere = make_consultation()
    another_client.post("submissions.respond", other, slug=elsewhere.slug)
    another_client.post("submissions.respond", MYSELF | {"once": "forged"}, slug=elsewhere.slug)
    assert how_many() == 4


def test_beginning_another_response_shows_the_code_of_the_first(client):
    consultation = make_consultation()
    code = code_on(begin(client, consultation))
    page = client.get("submissions.respond", slug=consultation.slug, new=1)
    assert code in page.words
    fill_all(client, consultation)
    send(client, consultation)
    assert "Begin another response" in client.get("submissions.receipt", slug=consultation.slug).words
    client.post("submissions.respond_withdraw", slug=consultation.slug)
    assert "Begin a new response" in client.get("submissions.receipt", slug=consultation.slug).words


def test_a_code_that_opens_nothing_any_more_is_forgotten_at_once(client):
    consultation = make_consultation()
    path = f"/consultations/{consultation.slug}/respond/"
    client.http.set_cookie("engage_response", "0000-0000-00000", path=path)
    for _ in range(40):
        client.get(path)


def test_somebody_else_must_be_named_and_organisations_have_pages_of_their_own(client):
    consultation = make_consultation()
    page = client.post("submissions.respond", {"respondent": "somebody"}, slug=consultation.slug, expect=422)
    assert "Enter the name of the person" in page.words
    away = client.post("submissions.respond", {"respondent": "organisation"}, slug=consultation.slug)
    assert "/account/" in away.location
    assert how_many() == 0


def test_the_person_can_be_changed_and_the_link_is_mailed(client, another_client):
    consultation = make_consultation("Blood tests")
    code = code_on(begin(client, consultation))
    assert client.get("submissions.respond_who", slug=consultation.slug).heading == "Who you answer for"
    data = {"respondent": "somebody", "for_name": "Bea", "email": "Ada@Northvale.example", "name": "Ada"}
    client.post("submissions.respond_who", data, slug=consultation.slug)
    mail = sent_mails()[-1]
    assert (mail.to, mail.name) == ("ada@northvale.example", "response_begun")
    assert code in mail.text
    link = re.search(r"http://127\.0\.0\.1:8000(/consultations/resume/\S+)", mail.text)[1]
    assert another_client.get(link).heading == "Open your response"
    assert code_on(another_client.post(link, follow=True)) == code
    client.get(link[:-3] + "x/", expect=410)


def test_mails_to_one_address_are_limited(client):
    consultation = make_consultation()
    for _ in range(7):
        begin(client, consultation, email="ada@northvale.example")
    assert len(sent_mails()) == 5
    assert how_many() == 7


def test_codes_cannot_be_guessed(client):
    consultation = make_consultation()
    begin(client, consultation)
    client.sign_out()
    client.http.delete_cookie("engage_response", path=f"/consultations/{consultation.slug}/respond/")
    assert "We do not know this code" in guess(client, "0000-0000-00000").words
    assert "is wrong or missing" in guess(client, "0000-0000-00001").words
    for _ in range(29):
        guess(client, "0000-0000-00000")
    assert client.post("submissions.resume", {"code": "0000-0000-00000"}, expect=429)
    assert client.post("submissions.check_receipt", {"code": "0000-0000-00000"}, expect=429)


def guess(client, code):
    return client.post("submissions.resume", {"code": code}, expect=422)


def test_the_cookie_ends_with_the_browser_and_goes_nowhere_else(client):
    consultation = make_consultation()
    answer = client.post("submissions.respond", MYSELF, slug=consultation.slug)
    cookie = answer.headers["Set-Cookie"]
    assert f"Path=/consultations/{consultation.slug}/respond/" in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Max-Age" not in cookie
    assert "Expires" not in cookie
    page = client.get("submissions.respond", slug=consultation.slug)
    assert page.headers["Cache-Control"] == "no-store, private"


def test_a_browser_that_keeps_no_cookie_is_told(client):
    consultation = make_consultation()
    page = client.get(f"/consultations/{consultation.slug}/respond/?begun=1")
    assert "did not keep a cookie" in page.words


def test_nobody_can_begin_outside_the_time(client):
    closed = make_consultation(closes_at=clock.now() - timedelta(days=1))
    early = make_consultation(opens_at=clock.now() + timedelta(days=1))
    assert client.get("submissions.respond", slug=closed.slug).heading == "This consultation is closed"
    assert client.get("submissions.respond", slug=early.slug).heading == "This consultation is not open yet"
    client.get("submissions.respond", slug="no-such-consultation", expect=404)
    client.get("submissions.respond", slug=make_consultation(open=False).slug, expect=404)


def test_a_save_needs_few_statements(client):
    consultation = make_consultation()
    begin(client, consultation)
    shown = client.get("submissions.respond_page", slug=consultation.slug, page_key="views").form("views")
    answer = fill(client, consultation, "views", fresh=False, **shown | {"q-agree": "3", "q-short": "Good"})
    assert len(answer.statements) <= 6, "\n".join(answer.statements)


def test_a_submission_of_staff_is_none_of_the_browsers(client):
    consultation = make_consultation()
    make_submission(consultation)
    assert client.get("submissions.respond", slug=consultation.slug).heading == "Before you begin"
