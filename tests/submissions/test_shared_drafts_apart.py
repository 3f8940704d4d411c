"""Shared drafts where something ends: the time, a sign-in, a membership, the time for which drafts are kept."""

import io
from datetime import timedelta

import time_machine

from engage.accounts.session import viewer_for
from engage.consultations.definition import Definition, Page
from engage.core import clock, files, jobs
from engage.core.database import db, reading, unit_of_work
from engage.submissions import queries
from engage.submissions.actions import sharing
from engage.submissions.models import DraftInvitation, DraftMember, DraftNote, DraftPart, SubmissionState
from engage.submissions.queries import drafts
from tests.support.accounts import make_account
from tests.support.consultations import make_consultation, question
from tests.support.databases import look_again
from tests.support.drafts import add_member, approve, make_shared, open_page, send, typed
from tests.support.responses import answers
from tests.support.submissions import submission_now

WITH_A_LETTER = Definition(
    pages=(Page(key="page1", title="Views", questions=(question("why1", label="Why?"), question("paper", "file"))),)
)


def test_a_draft_that_comes_too_late_is_kept_and_says_whom_to_ask(client, consultation, group, rita):
    draft = make_shared(consultation, group, rita, **answers("Too late."))
    approve(draft, rita)
    where = {"submission_id": draft.id}
    with time_machine.travel(consultation.closes_at + timedelta(minutes=5), tick=False):
        client.sign_in(rita)
        assert "can still be sent until" in client.get("submissions.shared_draft", **where).words
        form = client.get("submissions.send_draft", **where).form()
    with time_machine.travel(consultation.closes_at + timedelta(minutes=45), tick=False):
        client.sign_in(rita)
        page = client.post("submissions.send_draft", form, follow=True, **where)
        assert "It is too late to send this here" in page.words
        assert "ask@northvale.example" in page.words
        assert not page.select("a[href$='/send/']")
        assert "ask@northvale.example" in client.get("submissions.begin_draft", slug=consultation.slug).words
    assert submission_now(draft).state is SubmissionState.TOO_LATE
    with reading():
        assert [each.organisation for each in drafts.drafting(consultation.id)] == ["Corn Hall Carers"]


def test_addresses_of_those_invited_are_not_kept_after_sending(consultation, group, rita):
    draft = make_shared(consultation, group, rita, **answers())
    add_member(draft, rita, make_account("sam@home.example", "Sam Pike"))
    with unit_of_work():
        sharing.invite_member(
            viewer_for(rita), submission=submission_now(draft), email="later@home.example", part=DraftPart.WRITER
        )
    approve(draft, rita)
    send(draft, rita)
    look_again()
    assert db.session.scalars(db.select(DraftInvitation)).all() == []


def test_what_came_too_late_is_the_one_draft_when_the_time_is_extended(consultation, group, rita):
    draft = make_shared(consultation, group, rita)
    with unit_of_work():
        submission_now(draft).state = SubmissionState.TOO_LATE
    assert make_shared(consultation, group, rita).id == draft.id


def test_who_signed_out_leaves_the_questions_free_for_the_next_person(client, consultation, group, rita):
    draft = make_shared(consultation, group, rita)
    client.sign_in(rita)
    open_page(client, draft)
    client.sign_out()
    assert client.get("submissions.respond", slug=consultation.slug).heading == "Before you begin"
    client.post("submissions.respond", {"respondent": "self"}, slug=consultation.slug, follow=True)
    assert "Your response" in client.get("submissions.respond", slug=consultation.slug).heading


def test_what_somebody_types_who_was_let_go_meanwhile_can_be_copied(client, consultation, group, rita):
    sam = make_account("sam@home.example", "Sam Pike")
    draft = make_shared(consultation, group, rita)
    add_member(draft, rita, sam)
    client.sign_in(sam)
    page = open_page(client, draft)
    with unit_of_work():
        sharing.leave(viewer_for(rita), submission=submission_now(draft), account_id=sam.id)
    path = f"/consultations/{consultation.slug}/respond/page1/"
    told = client.post(path, typed(page, **{"q-why1": "An hour of work."}), expect=422)
    assert told.heading == "You do not work on this draft any more"
    assert "An hour of work." in told.words
    assert queries.answers_of(submission_now(draft)) == {}


def two_texts(browsers, consultation, draft):
    """Two texts for one answer; where the second of them is sent to choose."""
    words = ("The bus is late.", "The road is steep.")
    pages = [(browser, open_page(browser, draft), said) for browser, said in zip(browsers, words, strict=True)]
    path = f"/consultations/{consultation.slug}/respond/page1/"
    for browser, page, said in pages:
        told = browser.post(path, typed(page, **{"q-why1": said}))
    return told.location


def test_two_who_wrote_the_same_answer_see_whose_is_whose_and_may_keep_both(
    client, another_client, consultation, group, rita
):
    sam = make_account("sam@home.example", "Sam Pike")
    draft = make_shared(consultation, group, rita)
    add_member(draft, rita, sam)
    choice = another_client.get(two_texts((client.sign_in(rita), another_client.sign_in(sam)), consultation, draft))
    assert "Saved first by Rita Amis" in choice.words
    assert "Saved later by Sam Pike" in choice.words
    where = {"slug": consultation.slug}
    another_client.post("submissions.respond_choose", choice.form("two-texts") | {"choice-why1": "both"}, **where)
    assert queries.answers_of(submission_now(draft))["why1"] == "The bus is late.\n\nThe road is steep."


def test_a_chosen_text_stays_its_writers(client, another_client, consultation, group, rita):
    sam = make_account("sam@home.example", "Sam Pike")
    draft = make_shared(consultation, group, rita)
    add_member(draft, rita, sam)
    choice = client.get(two_texts((client.sign_in(rita), another_client.sign_in(sam)), consultation, draft))
    later = choice.select("input[name=choice-why1]")[1].get("value")
    picked = choice.form("two-texts") | {"choice-why1": later}
    client.post("submissions.respond_choose", picked, slug=consultation.slug)
    look_again()
    assert drafts.writers_of(draft.id) == {"why1": "Sam Pike"}


def test_its_letters_are_listed_and_opened_by_those_who_share_it(client, another_client, group, rita):
    consultation = make_consultation("Where?", definition=WITH_A_LETTER)
    draft = make_shared(consultation, group, rita)
    client.sign_in(rita)
    letter = {"upload-paper": [(io.BytesIO(b"Nineteen late buses"), "diary.txt")]}
    client.post(f"/consultations/{consultation.slug}/respond/page1/", typed(open_page(client, draft), **letter))
    jobs.run("consultations.read_files")
    for view in ("shared_draft", "print_draft"):
        page = client.get(f"submissions.{view}", submission_id=draft.id)
        assert "Letters and reports" in page.words
        (link,) = page.select("a[href*='/files/']")
        assert client.get(link.get("href"), unchecked="a file").text == "Nineteen late buses"


def test_it_is_forgotten_with_its_letters_a_year_after_the_close(client, group, rita):
    consultation = make_consultation("Where?", definition=WITH_A_LETTER)
    draft = make_shared(consultation, group, rita, why1="Our words.")
    client.sign_in(rita)
    letter = {"upload-paper": [(io.BytesIO(b"Nineteen late buses"), "diary.txt")]}
    client.post(f"/consultations/{consultation.slug}/respond/page1/", typed(open_page(client, draft), **letter))
    client.post("submissions.add_draft_note", {"body": "Is this true?"}, submission_id=draft.id)
    look_again()
    (stored,) = db.session.scalars(db.select(files.StoredFile))
    where = files.location(stored)
    for days, left in ((364, 1), (366, 0)):
        with clock.pretending(consultation.closes_at + timedelta(days=days)):
            jobs.run("consultations.forget_drafts")
        look_again()
        for table in (DraftMember, DraftNote, files.StoredFile):
            assert len(db.session.scalars(db.select(table)).all()) == left
        assert where.exists() is bool(left)
    assert queries.answers_of(submission_now(draft)) == {}
    assert submission_now(draft).email is None
