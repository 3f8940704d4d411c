"""The formal response of an organisation: drafted together, approved exactly as it stands, sent once."""

import io

import pypdf
import pytest
from sqlalchemy.exc import IntegrityError

from engage.accounts.session import viewer_for
from engage.consultations import printing
from engage.consultations import queries as consultations
from engage.core.database import db, unit_of_work
from engage.core.errors import Refused
from engage.responses.models import ResponseState
from engage.submissions import actions
from engage.submissions import queries as submissions
from engage.submissions.actions import approving, sharing
from engage.submissions.models import Consent, DraftPart, Respondent, SubmissionState
from engage.submissions.queries import approvals, drafts
from tests.support.accounts import link_in, mails, make_account
from tests.support.databases import look_again
from tests.support.drafts import (
    add_member,
    approve,
    make_formal,
    make_shared,
    open_page,
    send,
    shared_now,
    typed,
    write,
)
from tests.support.responses import answers, publish, response_of
from tests.support.submissions import make_submission, submission_now

PAGE = "page1"


def save(browser, page, consultation, **answered):
    path = f"/consultations/{consultation.slug}/respond/{PAGE}/"
    return browser.post(path, typed(page, **answered))


def test_somebody_who_speaks_for_it_begins_and_nobody_else(client, consultation, group, rita):
    stranger = make_account()
    client.sign_in(stranger)
    page = client.get("submissions.begin_draft", slug=consultation.slug)
    assert "First show that you speak for the organisation" in page.words
    client.sign_in(rita)
    page = client.get("submissions.begin_draft", slug=consultation.slug)
    done = client.post("submissions.begin_draft", page.form(), slug=consultation.slug, follow=True)
    assert "Response of Corn Hall Carers" in done.heading
    again = client.post("submissions.begin_draft", page.form(), slug=consultation.slug, follow=True)
    assert again.heading == done.heading
    assert db.session.query(submissions.submissions.Submission).count() == 1
    assert "Where should the clinic be?" in client.get("submissions.shared_drafts").words


def test_the_database_holds_one_formal_response_of_an_organisation(consultation, group, rita):
    make_shared(consultation, group, rita)
    with pytest.raises(IntegrityError), unit_of_work():
        actions.begin(viewer_for(rita), consultation=consultation, organisation=group)


def test_no_code_opens_a_shared_draft(client, another_client, consultation, group, rita):
    draft = make_shared(consultation, group, rita)
    assert submission_now(draft).code_hash is None
    another_client.sign_in(make_account())
    path = f"/consultations/{consultation.slug}/respond/{PAGE}/"
    box = {"response": f"shared-{draft.id}", "q-why1": "forged", "revision": "0", "shown": ""}
    assert "forged" not in str(submissions.answers_of(submission_now(draft)))
    another_client.post(path, box, expect=422)
    assert submissions.answers_of(submission_now(draft)) == {}
    signed_out = client.post(path, box, expect=401)
    assert "forged" in signed_out.text, "what was typed is kept for after the sign-in"


def test_a_colleague_joins_by_the_mailed_link_with_a_sign_in_of_their_own(
    client, another_client, consultation, group, rita
):
    draft = make_shared(consultation, group, rita)
    client.sign_in(rita)
    where = {"submission_id": draft.id}
    assert (
        "Enter an email address"
        in client.post("submissions.draft_members", {"email": "sam", "part": "writer"}, expect=422, **where).words
    )
    client.post("submissions.draft_members", {"email": "sam@home.example", "part": "approver"}, follow=True, **where)
    (mail,) = mails("sam@home.example")
    path = link_in(mail)
    another_client.sign_in(make_account("other@home.example"))
    assert "You are signed in with another address" in another_client.get(path).words
    another_client.post(path, expect=200)
    another_client.get("submissions.shared_draft", expect=404, **where)
    sam = make_account("sam@home.example", "Sam Pike")
    another_client.sign_in(sam)
    assert another_client.get(path).heading == "Join the draft of Corn Hall Carers"
    another_client.get("submissions.shared_draft", expect=404, **where)
    assert "You work on this draft now" in another_client.post(path, follow=True).words
    assert drafts.membership(draft.id, sam.id).part is DraftPart.APPROVER
    assert another_client.post(path, follow=True).status == 200, "a second click changes nothing"
    stranger = make_account("later@home.example")
    another_client.sign_in(stranger).get(path, expect=410)


def test_everybody_writes_and_each_sees_who_wrote_what(client, another_client, consultation, group, rita):
    sam = make_account("sam@home.example", "Sam Pike")
    draft = make_shared(consultation, group, rita)
    add_member(draft, rita, sam)
    client.sign_in(rita)
    another_client.sign_in(sam)
    save(client, open_page(client, draft), consultation, **{"q-place": "hill"})
    save(another_client, open_page(another_client, draft), consultation, **{"q-why1": "The bus takes two hours."})
    page = client.get("submissions.shared_draft", submission_id=draft.id)
    lines = [" ".join(line.text_content().split()) for line in page.select(".draft-line")]
    assert any("two hours.Last written by Sam Pike" in line for line in lines)
    assert any("HillLast written by Rita Amis" in line for line in lines)


def test_two_who_write_the_same_answer_lose_nothing_and_choose(client, another_client, consultation, group, rita):
    sam = make_account("sam@home.example", "Sam Pike")
    draft = make_shared(consultation, group, rita)
    add_member(draft, rita, sam)
    client.sign_in(rita)
    another_client.sign_in(sam)
    first, second = open_page(client, draft), open_page(another_client, draft)
    save(client, first, consultation, **{"q-why1": "Rita's words."})
    told = save(another_client, second, consultation, **{"q-why1": "Sam's words."})
    choice = another_client.get(told.location)
    assert "Rita's words." in choice.words
    assert "Sam's words." in choice.words
    assert "Two texts for one question" in client.get("submissions.shared_draft", submission_id=draft.id).words
    with pytest.raises(Refused, match="Two different texts"):
        approve(draft, rita)


def test_notes_are_private_and_can_be_settled(client, another_client, consultation, group, rita):
    draft = make_shared(consultation, group, rita, **answers("The bus."))
    client.sign_in(rita)
    where = {"submission_id": draft.id}
    client.post("submissions.add_draft_note", {"question": "why1", "body": "Is this true?"}, follow=True, **where)
    client.post("submissions.add_draft_note", {"question": "forged", "body": "For all."}, follow=True, **where)
    assert "Write the note" in client.post("submissions.add_draft_note", {"body": " "}, expect=422, **where).words
    page = client.get("submissions.shared_draft", **where)
    assert "Is this true? Rita Amis" in page.words
    settle = page.select("form[action*=settle]")[0].get("action")
    client.post(settle, follow=True)
    assert len(drafts.notes_of(draft.id)) == 1
    another_client.sign_in(make_account()).post(settle, expect=404)
    approve(draft, rita)
    send(draft, rita)
    publish_as_moderator = publish(draft)
    shown = another_client.get("responses.response", slug=consultation.slug, number=publish_as_moderator.number)
    assert "For all." not in shown.text


def test_it_goes_along_as_word_document_and_to_print(client, another_client, consultation, group, rita):
    import docx

    draft = make_shared(consultation, group, rita, **answers("The bus takes\ntwo hours."))
    client.sign_in(rita)
    client.get("submissions.draft_docx", submission_id=draft.id)
    path = f"/account/drafts/{draft.id}/response.docx"
    found = docx.Document(io.BytesIO(client.http.get(path).data))
    words = [paragraph.text for paragraph in found.paragraphs]
    assert "The bus takes" in words
    assert "Last written by Rita Amis" in words
    assert "The bus takes" in client.get("submissions.print_draft", submission_id=draft.id).words
    another_client.sign_in(make_account(roles=["administrator"])).get(path, expect=404)


@pytest.mark.skipif(printing.pdf_maker() is None, reason="Pango is not on this machine")
def test_it_goes_along_as_pdf_with_who_wrote_what_and_without_the_notes(client, consultation, group, rita):
    draft = make_shared(consultation, group, rita, **answers("The bus takes two hours."))
    client.sign_in(rita)
    client.post("submissions.add_draft_note", {"body": "Is this true?"}, submission_id=draft.id)
    client.get("submissions.draft_pdf", submission_id=draft.id)
    made = pypdf.PdfReader(io.BytesIO(client.http.get(f"/account/drafts/{draft.id}/response.pdf").data))
    words = " ".join(" ".join(page.extract_text() for page in made.pages).split())
    assert "The bus takes two hours." in words
    assert "Last written by Rita Amis" in words
    assert "Is this true?" not in words
    assert made.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_a_named_person_approves_exactly_what_was_read_and_any_edit_voids_it(client, consultation, group, rita):
    chair = make_account("chair@home.example", "Chris Chair")
    draft = make_shared(consultation, group, rita, **answers("The first words."))
    add_member(draft, rita, chair, DraftPart.APPROVER)
    client.sign_in(chair)
    where = {"submission_id": draft.id}
    page = client.get("submissions.approve_draft", **where)
    assert "The first words." in page.words
    assert "In which office" in client.post("submissions.approve_draft", page.form(), expect=422, **where).words
    write(draft, rita, why1="Changed meanwhile.")
    stale = client.post("submissions.approve_draft", {**page.form(), "role": "Chair"}, expect=422, **where)
    assert "The draft was changed after you opened this page" in stale.words
    fresh = client.get("submissions.approve_draft", **where)
    done = client.post("submissions.approve_draft", {**fresh.form(), "role": "Chair"}, follow=True, **where)
    assert "Approved by Chris Chair, Chair" in done.words
    send_page = client.get("submissions.send_draft", **where)
    write(draft, rita, why1="Changed after the approval.")
    assert (
        "Nobody has approved the response as it stands"
        in client.post("submissions.send_draft", send_page.form(), expect=422, **where).words
    )
    page = client.get("submissions.shared_draft", **where)
    assert "approved an earlier wording; it was changed since" in page.words
    assert submission_now(draft).state is SubmissionState.DRAFT


def test_approved_it_is_sent_and_waits_for_a_moderator(client, consultation, group, rita):
    draft = make_shared(consultation, group, rita, **answers("The bus takes two hours."))
    approve(draft, rita)
    client.sign_in(rita)
    where = {"submission_id": draft.id}
    form = client.get("submissions.send_draft", **where).form()
    done = client.post("submissions.send_draft", form, follow=True, **where)
    assert "The response is sent" in done.words
    sent = submission_now(draft)
    assert (sent.state, sent.consent) == (SubmissionState.SENT, Consent.NAMED)
    assert approvals.last_approval(draft.id).fingerprint == sent.fingerprint
    again = client.post("submissions.send_draft", form, follow=True, **where)
    assert "The response is sent" in again.words
    assert submission_now(draft).version == 1
    assert response_of(draft).state is ResponseState.WAITING
    passed = publish(draft)
    assert passed.shown_name == "Corn Hall Carers"


def test_an_approval_can_be_taken_back(client, consultation, group, rita):
    draft = make_shared(consultation, group, rita, **answers())
    approve(draft, rita)
    client.sign_in(rita)
    client.post("submissions.take_back_approval", submission_id=draft.id, follow=True)
    with pytest.raises(Refused, match="Nobody has approved"):
        send(draft, rita)


def test_a_writer_neither_approves_nor_sends_nor_invites(client, consultation, group, rita):
    sam = make_account("sam@home.example", "Sam Pike")
    draft = make_shared(consultation, group, rita, **answers())
    add_member(draft, rita, sam)
    client.sign_in(sam)
    where = {"submission_id": draft.id}
    client.get("submissions.approve_draft", expect=303, **where)
    client.post("submissions.approve_draft", {"role": "Chair", "revision": "1"}, expect=303, **where)
    assert approvals.last_approval(draft.id) is None
    invite = {"email": "x@home.example", "part": "writer"}
    assert "Only somebody who leads" in client.post("submissions.draft_members", invite, expect=422, **where).words
    approve(draft, rita)
    with pytest.raises(Refused, match="Only who leads"):
        send(draft, sam)
    with pytest.raises(Refused, match="Only those whom"):
        approve(draft, sam)


def test_no_other_way_of_sending_goes_round_the_approval(client, consultation, group, rita):
    draft = make_shared(consultation, group, rita, **answers())
    with pytest.raises(Refused, match="Nobody has approved"), unit_of_work():
        actions.send(viewer_for(rita), submission=submission_now(draft))
    client.sign_in(rita)
    open_page(client, draft)
    path = f"/consultations/{consultation.slug}/respond/check-answers/"
    client.post(path, {"response": f"shared-{draft.id}", "notice": "y", "consent": "named"})
    assert submission_now(draft).state is SubmissionState.DRAFT


def test_what_was_sent_is_replaced_only_by_another_approved_one(client, consultation, group, rita):
    draft = make_formal(consultation, group, "The first words.", rita)
    publish(draft)
    client.sign_in(rita)
    where = {"submission_id": draft.id}
    assert "Change the response?" in client.get("submissions.change_sent", **where).heading
    client.post("submissions.change_sent", follow=True, **where)
    change = shared_now(draft, rita).draft
    assert change.id != draft.id
    open_page(client, draft)
    write(change, rita, why1="The second words.")
    with pytest.raises(Refused, match="Nobody has approved"):
        send(draft, rita)
    assert submissions.answers_of(submission_now(draft))["why1"] == "The first words."
    approve(draft, rita)
    send(draft, rita)
    assert submission_now(draft).version == 2
    publish(draft)
    assert "The second words." in client.get("responses.response", slug=consultation.slug, number=1).words


def test_changes_can_be_dropped_and_a_response_withdrawn_by_its_lead(client, consultation, group, rita):
    draft = make_formal(consultation, group, "The first words.", rita)
    client.sign_in(rita)
    where = {"submission_id": draft.id}
    client.post("submissions.change_sent", **where)
    client.get("submissions.drop_changes", **where)
    client.post("submissions.drop_changes", **where)
    assert shared_now(draft, rita).draft is None
    client.get("submissions.withdraw_sent", **where)
    client.post("submissions.withdraw_sent", follow=True, **where)
    assert submission_now(draft).state is SubmissionState.WITHDRAWN
    assert make_shared(consultation, group, rita).id != draft.id


def test_a_person_and_an_organisation_are_counted_apart(consultation, group, rita):
    make_submission(consultation, answers=answers(), respondent=Respondent.SELF)
    make_formal(consultation, group, "Ours.", rita)
    look_again()
    assert consultations.consultation(consultation.id).sent_count == 2


def test_sending_twice_at_once_is_one_version(consultation, group, rita):
    draft = make_shared(consultation, group, rita, **answers())
    approve(draft, rita)
    send(draft, rita)
    send(draft, rita)
    assert submission_now(draft).version == 1
    with pytest.raises(Refused), unit_of_work():
        approving.approve(viewer_for(rita), shared=shared_now(draft, rita), revision=1, role_title="Chair")
    with pytest.raises(Refused), unit_of_work():
        sharing.hand_on(viewer_for(rita), submission=submission_now(draft), account_id=make_account().id)
