"""Joint responses, and drafts that go from one person to another."""

from datetime import timedelta

import pytest
import time_machine

from engage.accounts.session import viewer_for
from engage.core.database import unit_of_work
from engage.core.errors import Refused
from engage.representations import actions as representing
from engage.representations import queries as representations
from engage.responses.queries import published
from engage.submissions.models import DraftPart
from engage.submissions.queries import drafts
from tests.support.accounts import link_in, mails, make_account
from tests.support.databases import look_again
from tests.support.drafts import (
    add_member,
    approve,
    make_group,
    make_shared,
    make_voice,
    send,
    shared_now,
    write,
)
from tests.support.responses import answers, publish


def test_joint_responses_are_signed_exactly_as_they_stand(client, another_client, consultation, group, rita):
    friends = make_group("river", "River Friends")
    fred = make_voice(friends, "Fred River")
    draft = make_shared(consultation, group, rita, **answers("We say together."))
    client.sign_in(rita)
    where = {"submission_id": draft.id}
    assert "River Friends" in client.get("submissions.joint_draft", q="river", **where).words
    client.post("submissions.joint_draft", {"slug": "river"}, follow=True, **where)
    own = client.post("submissions.joint_draft", {"slug": "corn-hall"}, expect=422, **where)
    assert "your own organisation" in own.words
    assert "Will River Friends sign" in mails(fred.email)[0].subject
    approve(draft, rita)
    with pytest.raises(Refused, match="River Friends"):
        send(draft, rita)
    another_client.sign_in(fred)
    assert "Waiting for your signature" in another_client.get("submissions.shared_drafts").words
    page = another_client.get("submissions.sign_draft", **where)
    assert "We say together." in page.words
    another_client.get("submissions.shared_draft", expect=404, **where)
    done = another_client.post("submissions.sign_draft", {**page.form(), "act": "sign"}, follow=True, **where)
    assert "You have signed it as it stands" in done.words
    write(draft, rita, why1="Something else.")
    assert "It was changed since you signed" in another_client.get("submissions.sign_draft", **where).words
    approve(draft, rita)
    with pytest.raises(Refused, match="River Friends"):
        send(draft, rita)
    fresh = another_client.get("submissions.sign_draft", **where)
    another_client.post("submissions.sign_draft", {**fresh.form(), "act": "sign"}, **where)
    send(draft, rita)
    assert published.co_signatories(draft.id) == []
    publish(draft)
    shown = client.get("responses.response", slug=consultation.slug, number=1)
    assert "Also signed by River Friends" in shown.words


def test_what_was_changed_after_sending_is_signed_anew_by_those_who_find_it_and_are_asked(
    client, another_client, consultation, group, rita
):
    fred = make_voice(make_group("river", "River Friends"), "Fred River")
    draft = make_shared(consultation, group, rita, **answers("We say together."))
    client.sign_in(rita)
    another_client.sign_in(fred)
    where = {"submission_id": draft.id}
    for _ in range(2):
        client.post("submissions.joint_draft", {"slug": "river"}, **where)
    assert len(mails(fred.email)) == 1, "asked twice about one wording, they are written to once"
    another_client.post("submissions.sign_draft", _signing(another_client, where), **where)
    assert "Signed for River Friends" in another_client.get("submissions.shared_drafts").words
    approve(draft, rita)
    send(draft, rita)
    assert "Signed and sent for River Friends" in another_client.get("submissions.shared_drafts").words
    client.post("submissions.change_sent", **where)
    write(shared_now(draft, rita).draft, rita, why1="We say it anew.")
    assert "Waiting for your signature for River Friends" in another_client.get("submissions.shared_drafts").words
    again = client.get("submissions.joint_draft", **where).form("/joint/")
    client.post("submissions.joint_draft", again, **where)
    assert len(mails(fred.email)) == 2
    another_client.post("submissions.sign_draft", _signing(another_client, where), **where)
    approve(draft, rita)
    send(draft, rita)
    publish(draft)
    assert [each.name for each in published.co_signatories(draft.id)] == ["River Friends"]


def test_an_organisation_takes_its_name_off_what_was_sent_until_the_close(
    client, another_client, consultation, group, rita
):
    fred = make_voice(make_group("river", "River Friends"), "Fred River")
    draft = make_shared(consultation, group, rita, **answers("We say together."))
    client.sign_in(rita)
    another_client.sign_in(fred)
    where = {"submission_id": draft.id}
    client.post("submissions.joint_draft", {"slug": "river"}, **where)
    another_client.post("submissions.sign_draft", _signing(another_client, where), **where)
    another_client.get("submissions.take_name_off", expect=303, **where)
    approve(draft, rita)
    send(draft, rita)
    publish(draft)
    shown = {"slug": consultation.slug, "number": 1}
    assert "Also signed by River Friends" in client.get("responses.response", **shown).words
    with time_machine.travel(consultation.closes_at + timedelta(minutes=5), tick=False):
        another_client.sign_in(fred)
        assert "Take River Friends off" not in another_client.get("submissions.sign_draft", **where).words
        another_client.post("submissions.take_name_off", expect=303, **where)
    assert [each.name for each in published.co_signatories(draft.id)] == ["River Friends"]
    another_client.sign_in(fred)
    page = another_client.get("submissions.sign_draft", **where)
    assert page.heading == "Joint response, signed by River Friends"
    assert "Take River Friends off the response that was sent" in page.words
    form = another_client.get("submissions.take_name_off", **where).form()
    for _ in range(2):
        done = another_client.post("submissions.take_name_off", form, follow=True, **where)
        assert "River Friends does not sign it" in done.words
    assert "River Friends" not in client.get("responses.response", **shown).words
    assert "We say together." in client.get("responses.response", **shown).words
    told = [each for each in mails(rita.email) if "no longer signs" in each.subject]
    assert len(told) == 1
    client.get("submissions.take_name_off", expect=404, **where)


def _signing(browser, where):
    return {**browser.get("submissions.sign_draft", **where).form(), "act": "sign"}


def test_an_organisation_can_decline_and_be_asked_no_more(client, another_client, consultation, group, rita):
    friends = make_group("river", "River Friends")
    fred = make_voice(friends, "Fred River")
    draft = make_shared(consultation, group, rita, **answers())
    client.sign_in(rita)
    where = {"submission_id": draft.id}
    client.post("submissions.joint_draft", {"slug": "river"}, **where)
    another_client.sign_in(fred)
    page = another_client.get("submissions.sign_draft", **where)
    another_client.post("submissions.sign_draft", {**page.form(), "act": "decline"}, follow=True, **where)
    assert "Does not sign" in client.get("submissions.joint_draft", **where).words
    after = another_client.get("submissions.sign_draft", **where)
    assert "Upper Hallow" not in after.words, "who does not sign reads the draft no more"
    again = another_client.post("submissions.sign_draft", {**page.form(), "act": "sign"}, expect=422, **where)
    assert "not asked to sign it any more" in again.words
    approve(draft, rita)
    send(draft, rita)
    client.post("submissions.remove_signatory", organisation_id=friends.id, expect=422, **where)
    another_client.sign_in(make_account()).get("submissions.sign_draft", expect=404, **where)


def test_the_last_lead_cannot_simply_leave(client, consultation, group, rita):
    sam = make_voice(group, "Sam Pike")
    draft = make_shared(consultation, group, rita)
    make_shared(consultation, group, sam)
    client.sign_in(rita)
    where = {"submission_id": draft.id, "account_id": rita.id}
    stuck = client.post("submissions.remove_draft_member", expect=422, **where)
    assert "Hand it on to somebody else" in stuck.words
    client.post("submissions.set_draft_part", {"part": "lead"}, submission_id=draft.id, account_id=sam.id, follow=True)
    client.post("submissions.remove_draft_member", follow=True, **where)
    client.get("submissions.shared_draft", submission_id=draft.id, expect=404)
    assert drafts.membership(draft.id, sam.id).part is DraftPart.LEAD


def test_only_who_speaks_for_the_organisation_can_lead(client, consultation, group, rita):
    sam = make_account("sam@home.example", "Sam Pike")
    draft = make_shared(consultation, group, rita)
    add_member(draft, rita, sam)
    client.sign_in(rita)
    refused = client.post(
        "submissions.set_draft_part", {"part": "lead"}, submission_id=draft.id, account_id=sam.id, expect=422
    )
    assert "confirmed to speak for the organisation" in refused.words


def test_when_the_representative_goes_the_organisation_takes_the_draft_on(client, consultation, group, rita):
    sam = make_voice(group, "Sam Pike")
    draft = make_shared(consultation, group, rita, **answers("Rita's words."))
    make_shared(consultation, group, sam)
    with unit_of_work():
        representing.end_representation(viewer_for(rita), claim=representations.standing_claim(rita.id, group.id))
    client.sign_in(rita).get("submissions.shared_draft", submission_id=draft.id, expect=404)
    client.sign_in(sam)
    page = client.get("submissions.shared_draft", submission_id=draft.id)
    assert "Nobody leads this draft" in page.words
    assert "Rita's words." in page.words
    client.post("submissions.lead_draft", submission_id=draft.id, follow=True)
    look_again()
    assert drafts.membership(draft.id, sam.id).part is DraftPart.LEAD


def test_staff_see_who_is_drafting_and_hand_it_on_without_a_word_of_it(client, consultation, group, rita):
    make_voice(group, "Sam Pike")
    draft = make_shared(consultation, group, rita, **answers("A secret of the draft."))
    desk = client.sign_in(make_account(roles=["administrator"]))
    listed = desk.get("submissions_staff.drafting", consultation_id=consultation.id)
    assert "Corn Hall Carers" in listed.words
    pages = [
        listed,
        desk.get("submissions_staff.hand_draft_on", consultation_id=consultation.id, submission_id=draft.id),
    ]
    assert all("A secret" not in page.text for page in pages)
    for endpoint in (
        "shared_draft",
        "draft_members",
        "approve_draft",
        "send_draft",
        "joint_draft",
        "sign_draft",
        "print_draft",
        "draft_docx",
        "draft_pdf",
    ):
        desk.get(f"submissions.{endpoint}", submission_id=draft.id, expect=404)
    for path in (
        f"/staff/consultations/{consultation.id}/submissions/",
        f"/consultations/{consultation.slug}/respond/",
    ):
        assert "A secret" not in desk.get(path).text
    with unit_of_work():
        representing.end_representation(viewer_for(rita), claim=representations.standing_claim(rita.id, group.id))
    assert "Nobody leads it" in desk.get("submissions_staff.drafting", consultation_id=consultation.id).words
    sam = next(each for each in representations.voices_of(group.id) if each.name == "Sam Pike")
    values = {"consultation_id": consultation.id, "submission_id": draft.id}
    desk.post("submissions_staff.hand_draft_on", {"account": str(sam.id)}, follow=True, **values)
    look_again()
    assert drafts.membership(draft.id, sam.id).part is DraftPart.LEAD
    desk.get("submissions_staff.hand_draft_on", consultation_id=consultation.id, submission_id=999, expect=404)


def test_an_invitation_can_be_taken_back(client, another_client, consultation, group, rita):
    draft = make_shared(consultation, group, rita)
    client.sign_in(rita)
    client.post("submissions.draft_members", {"email": "sam@home.example", "part": "writer"}, submission_id=draft.id)
    path = link_in(mails("sam@home.example")[0])
    page = client.get("submissions.draft_members", submission_id=draft.id)
    client.post(page.select("form[action*=invitations]")[0].get("action"), follow=True)
    another_client.sign_in(make_account("sam@home.example")).get(path, expect=410)
