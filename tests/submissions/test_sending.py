"""Checking, sending, the receipt, and what may be done afterwards."""

import re
from datetime import timedelta

import time_machine

from engage.core import jobs
from engage.core.database import db, unit_of_work
from engage.submissions import queries
from engage.submissions.models import EqualityAnswer, Submission, SubmissionState
from tests.support.answering import begin, code_on, fill, fill_all, send, the_submission
from tests.support.consultations import make_consultation
from tests.support.databases import look_again
from tests.support.guests import sent_mails
from tests.support.responses import publish, refuse, take_down
from tests.support.submissions import ANSWERS, answers_now, how_many, submission_now


def test_sending_twice_gives_one_receipt(client, another_client):
    consultation = make_consultation()
    code = code_on(begin(client, consultation, email="ada@northvale.example"))
    fill_all(client, consultation)
    form = client.get("submissions.respond_check", slug=consultation.slug).form("check-answers")
    form |= {"consent": "none", "notice": "y"}
    for browser in (client, client, another_client):
        answer = browser.post("submissions.respond_check", form, slug=consultation.slug)
        assert answer.location.endswith("/your-receipt/")
    another_client.post("submissions.resume", {"code": code})
    receipts = {
        browser.get("submissions.receipt", slug=consultation.slug).select(".fingerprint")[0].text_content()
        for browser in (client, another_client)
    }
    assert len(receipts) == 1
    assert how_many(SubmissionState.SENT) == 1
    assert [mail.name for mail in sent_mails()] == ["response_begun", "response_receipt"]


def test_what_was_changed_in_another_window_is_checked_once_more(client):
    consultation = make_consultation()
    begin(client, consultation)
    fill_all(client, consultation)
    form = client.get("submissions.respond_check", slug=consultation.slug).form("check-answers")
    fill(client, consultation, "views", **{"q-short": "Different"})
    form |= {"consent": "unnamed", "notice": "y"}
    page = client.post("submissions.respond_check", form, slug=consultation.slug, expect=422)
    assert "changed in another window" in page.words
    again = page.form("check-answers") | {"notice": "y"}
    assert again["consent"] == "unnamed"
    client.post("submissions.respond_check", again, slug=consultation.slug)
    assert answers_now(the_submission())["short"] == "Different"


def test_sending_says_what_is_missing_with_links(client):
    consultation = make_consultation()
    begin(client, consultation)
    page = send(client, consultation, expect=422)
    assert "still need an answer" in page.words
    places = [link.get("href") for link in page.select(".to-do a")]
    assert [place.rpartition("/")[2] for place in places] == ["?check#q-uses-0", "?check#q-agree-0", "?check#q-believe"]
    page = send(client, consultation, expect=422, consent="named", name="", notice="")
    assert "Enter the name" in page.words
    assert "Tick the box" in page.words


def test_a_receipt_can_be_checked_later_and_shows_nothing_without_its_code(client, another_client):
    consultation = make_consultation()
    code = code_on(begin(client, consultation))
    assert "was not sent" in another_client.post("submissions.check_receipt", {"code": code}, expect=422).words
    fill_all(client, consultation)
    send(client, consultation)
    sent = the_submission()
    assert sent.reference not in another_client.get("submissions.check_receipt").words
    jobs.run("ledger.seal")
    page = another_client.post("submissions.check_receipt", {"code": code}, expect=200)
    assert sent.reference in page.words
    assert "as they were sent" in page.words
    assert re.search(r"Place in our ledger ?Number \d+", page.words)
    for kind in ("txt", "html"):
        copy = client.get("submissions.receipt_copy", slug=consultation.slug, kind=kind, unchecked="a file")
        assert sent.reference in copy.text
        assert "The lift is broken" in copy.text
        assert "attachment" in copy.headers["Content-Disposition"]


def test_a_changed_answer_in_the_store_is_found_by_the_receipt(client):
    consultation = make_consultation()
    code = code_on(begin(client, consultation))
    fill_all(client, consultation)
    send(client, consultation)
    with unit_of_work():
        version = queries.latest_version(the_submission())
        version.answers = version.answers.replace("Hopeful", "Doubtful")
    page = client.post("submissions.check_receipt", {"code": code}, expect=200)
    assert "no longer give the fingerprint" in page.words


def test_changes_and_withdrawal_until_the_close(client):
    consultation = make_consultation()
    begin(client, consultation, email="ada@northvale.example")
    fill_all(client, consultation)
    send(client, consultation)
    assert client.get("submissions.respond_change", slug=consultation.slug).heading == "Change your answers"
    client.post("submissions.respond_change", slug=consultation.slug)
    fill(client, consultation, "views", **{"q-short": "Doubtful"})
    assert answers_now(submission_now(first_sent()))["short"] == "Hopeful"
    page = client.get("submissions.respond_check", slug=consultation.slug)
    assert "Send my changes" in page.words
    send(client, consultation)
    assert answers_now(first_sent())["short"] == "Doubtful"
    assert "(version 2)" in client.get("submissions.receipt", slug=consultation.slug).words
    client.post("submissions.respond_change", slug=consultation.slug)
    assert client.get("submissions.respond_keep", slug=consultation.slug).heading == "Keep what was sent"
    client.post("submissions.respond_keep", slug=consultation.slug)
    assert client.get("submissions.respond_withdraw", slug=consultation.slug).heading == "Withdraw your response"
    client.post("submissions.respond_withdraw", slug=consultation.slug)
    assert "was withdrawn" in client.get("submissions.receipt", slug=consultation.slug).words
    assert [mail.name for mail in sent_mails()][1:] == ["response_receipt", "response_receipt", "response_withdrawn"]


def test_the_receipt_leads_to_the_published_response(client):
    consultation = make_consultation()
    begin(client, consultation)
    fill_all(client, consultation)
    send(client, consultation, consent="unnamed")
    receipt = {"slug": consultation.slug}
    assert "A moderator reads it before it is published" in client.get("submissions.receipt", **receipt).words
    publish(first_sent())
    (link,) = client.get("submissions.receipt", **receipt).select("a[href$='/responses/1/']")
    assert client.get(link.get("href")).heading == "Somebody who gave no name"
    client.post("submissions.respond_change", **receipt)
    fill(client, consultation, "views", **{"q-short": "Doubtful"})
    send(client, consultation, consent="unnamed")
    assert "once a moderator has read them" in client.get("submissions.receipt", **receipt).words
    refuse(first_sent())
    take_down(first_sent())
    shown = client.get("submissions.receipt", **receipt)
    assert "A moderator did not publish it" in shown.words
    assert not shown.select("a[href*='/responses/']")


def first_sent():
    look_again()
    return db.session.scalars(db.select(Submission).where(Submission.amends_id.is_(None))).one()


def test_what_is_typed_when_the_time_runs_out(client):
    consultation = make_consultation()
    begin(client, consultation)
    fill_all(client, consultation)
    with time_machine.travel(consultation.closes_at + timedelta(minutes=5), tick=False):
        assert "can still be sent until" in client.get("submissions.respond", slug=consultation.slug).words
        fill(client, consultation, "views", **{"q-short": "At the last minute"})
    with time_machine.travel(consultation.closes_at + timedelta(minutes=45), tick=False):
        fill(client, consultation, "views", **{"q-short": "Too late"})
        send(client, consultation)
        page = client.get("submissions.respond", slug=consultation.slug)
        assert "It is too late to send this here" in page.words
        assert "ask@northvale.example" in page.words
    assert the_submission().state is SubmissionState.TOO_LATE
    assert answers_now(the_submission())["short"] == "Too late"


def test_equality_answers_are_final_and_lead_to_nobody(client):
    consultation = make_consultation()
    begin(client, consultation)
    fill_all(client, consultation)
    send(client, consultation)
    receipt = client.get("submissions.receipt", slug=consultation.slug)
    link = receipt.select(".one-more a")[0].get("href")
    page = client.get(link)
    assert "They are final once you send them" in page.words
    client.post(link, {"q-agegroup": "forged"}, expect=422)
    for _ in range(2):
        assert client.post(link, {"q-agegroup": "older"}).location.endswith("/about-you/")
    assert client.get("submissions.equality_thanks", slug=consultation.slug).heading == "Thank you"
    look_again()
    kept = db.session.scalars(db.select(EqualityAnswer)).one()
    assert kept.answers == '{"agegroup":{"choice":"older"}}'
    assert set(EqualityAnswer.__table__.columns.keys()) == {"id", "consultation_id", "area_id", "answers"}
    client.get("submissions.equality", slug=consultation.slug, token="forged", expect=410)


def test_a_browser_can_forget_a_response_that_was_sent(client):
    consultation = make_consultation()
    begin(client, consultation)
    fill_all(client, consultation)
    send(client, consultation)
    client.post("submissions.respond_finish", slug=consultation.slug, expect=200)
    assert client.get("submissions.receipt", slug=consultation.slug, expect=303)
    assert client.get("submissions.respond", slug=consultation.slug).heading == "Before you begin"


def test_a_page_typed_while_the_response_was_sent_elsewhere_is_not_lost(client, another_client):
    consultation = make_consultation()
    code = code_on(begin(client, consultation))
    fill_all(client, consultation)
    another_client.post("submissions.resume", {"code": code})
    shown = another_client.get("submissions.respond_page", slug=consultation.slug, page_key="views").form("views")
    send(client, consultation)
    typed = shown | {"q-agree": "4", "q-short": "Still typing"}
    page = fill(another_client, consultation, "views", fresh=False, expect=422, **typed)
    assert "Still typing" in page.words
    assert answers_now(first_sent()) == ANSWERS
    fill(another_client, consultation, "views", fresh=False, **page.form("views"))
    assert answers_now(first_sent()) == ANSWERS
    send(another_client, consultation)
    assert answers_now(first_sent())["short"] == "Still typing"
    with time_machine.travel(consultation.closes_at + timedelta(hours=1), tick=False):
        page = fill(client, consultation, "views", fresh=False, expect=422, **typed | {"q-short": "Much later"})
        assert "Much later" in page.words
        assert "ask@northvale.example" in page.words
