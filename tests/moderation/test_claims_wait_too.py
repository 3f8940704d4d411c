"""Claims to speak for an organisation stand in the queue: scoped by area, leased, decided, and undone for a while."""

import json
from datetime import timedelta

import pytest
import time_machine

from engage.accounts.session import viewer_for
from engage.core import clock, jobs
from engage.core.database import db, unit_of_work
from engage.core.undoing import UndoStep
from engage.directory.models import Organisation, OrganisationArea
from engage.representations import actions as representing
from engage.representations.models import Representation, RepresentationState
from tests.support.accounts import mails, make_account
from tests.support.comments import make_rules
from tests.support.databases import look_again
from tests.support.drafts import make_group
from tests.support.moderation import make_area, make_moderator, make_waiting
from tests.support.responses import make_response, response_of, two_questions


@pytest.fixture
def rita(site):
    make_rules()
    return make_account("rita@home.example", "Rita Amis")


@pytest.fixture
def desk(client):
    return client.sign_in(make_moderator())


def ask(account, group: Organisation, words="I chair it.") -> Representation:
    with unit_of_work():
        return representing.ask_to_represent(
            viewer_for(account), organisation=db.session.merge(group), explanation=words
        )


def now(claim: Representation) -> Representation:
    look_again()
    return db.session.get_one(Representation, claim.id)


def serve(group: Organisation, area) -> None:
    with unit_of_work():
        db.session.add(OrganisationArea(organisation_id=group.id, area_id=area.id))


def last_step() -> UndoStep:
    look_again()
    return db.session.query(UndoStep).order_by(UndoStep.id.desc()).first()


def undo(browser, expect=303, **values):
    return browser.post("moderation_staff.undo_step", {}, step_id=last_step().id, expect=expect, **values)


def decide(browser, claim, **said):
    return browser.post("representations_staff.claim", said, representation_id=claim.id)


def test_a_claim_and_a_proposal_wait_in_the_queue(desk, rita):
    ask(rita, make_group())
    with unit_of_work():
        representing.propose_organisation(viewer_for(rita), name="River Friends", explanation="I am the clerk.")
    queue = desk.get("moderation_staff.queue")
    assert "Claims to speak for an organisation 2" in queue.words
    for words in ("Rita Amis", "Corn Hall Carers", "I chair it.", "River Friends (not in the directory)"):
        assert words in queue.words
    link = queue.select(".case__title a")[0].get("href")
    assert "I chair it." in desk.get(link).words
    narrowed = desk.get("moderation_staff.queue", q="clerk")
    assert "River Friends" in narrowed.words
    assert "Corn Hall" not in narrowed.words
    assert "Rita Amis" not in desk.get("moderation_staff.queue", age="day").words
    assert "Rita Amis" not in desk.get("moderation_staff.queue", held="words").words
    assert "Decide about all of these at once" not in desk.get("moderation_staff.queue", kind="claim").words


def test_a_moderator_of_an_area_sees_and_decides_about_its_organisations_only(client, rita):
    area = make_area()
    here, elsewhere = make_group(), make_group("river-friends", "River Friends")
    serve(here, area)
    mine, theirs = ask(rita, here), ask(rita, elsewhere, "I am the clerk.")
    with unit_of_work():
        representing.propose_organisation(viewer_for(rita), name="Hill Friends", explanation="I walk there.")
    local = client.sign_in(make_moderator(area=area))
    for listed in (local.get("moderation_staff.queue"), local.get("representations_staff.claims")):
        assert "Corn Hall Carers" in listed.words
        assert "River Friends" not in listed.words
        assert "Hill Friends" not in listed.words
    assert "Claims to speak for an organisation 1" in local.get("moderation_staff.queue").words
    assert "Corn Hall Carers" in local.get("moderation_staff.queue", area=area.id).words
    local.get("representations_staff.claim", representation_id=mine.id)
    for endpoint in ("claim", "end_claim", "add_organisation"):
        local.post(f"representations_staff.{endpoint}", {"act": "confirm"}, representation_id=theirs.id, expect=404)
    local.post("moderation_staff.lease", {}, list_name="claim", subject_id=theirs.id, expect=404)
    assert now(theirs).state is RepresentationState.ASKED


def test_a_claim_is_leased_and_its_outcome_reaches_open_pages(desk, another_client, rita):
    claim = ask(rita, make_group())
    other = another_client.sign_in(make_moderator("Piers Holt"))
    page = desk.get("representations_staff.claim", representation_id=claim.id)
    [frame] = page.select("[data-lease]")
    taken = desk.post(frame.get("data-lease"), {}, expect=200, unchecked="JSON")
    assert json.loads(taken.text)["mine"]
    assert "Rosalind Achebe has it open" in other.get("moderation_staff.queue").words
    decide(desk, claim, act="confirm")
    with other.app.app_context():
        news = other.http.get(f"/staff/moderation/live/?keys=claim.{claim.id}").get_json()
    assert news["gone"] == {f"claim.{claim.id}": "The claim was confirmed"}


def test_a_page_of_another_kind_says_who_has_it_open_and_leads_on_in_the_narrowed_list(desk, another_client, rita):
    claim = ask(rita, make_group())
    with unit_of_work():
        later = representing.propose_organisation(viewer_for(rita), name="River Friends", explanation="I am the clerk.")
    sent = make_response(two_questions(), "The bus takes two hours.", published=False)
    other = another_client.sign_in(make_moderator("Piers Holt"))
    for kind, subject in (("claim", claim.id), ("response", sent.id)):
        desk.post("moderation_staff.lease", {}, list_name=kind, subject_id=subject, expect=200, unchecked="JSON")
    assert "Rosalind Achebe has this open." in other.get(f"/staff/consultations/responses/{sent.id}/").words
    page = other.get("representations_staff.claim", representation_id=claim.id, kind="claim")
    assert "Rosalind Achebe has this open." in page.words
    assert {each.get("data-shortcut") for each in page.select("[data-shortcut]")} == {"a", "r", "n", "j", "t"}
    following = page.form()["next"]
    assert f"/representations/{later.id}/?kind=claim" in following
    done = other.post("representations_staff.claim", {**page.form(), "act": "confirm"}, representation_id=claim.id)
    assert done.location == following
    elsewhere = {"act": "refuse", "note": "The clerk is another.", "next": "//elsewhere.example/"}
    done = other.post("representations_staff.claim", elsewhere, representation_id=later.id)
    assert done.location == "/staff/consultations/representations/"


@pytest.mark.parametrize("said", [{"act": "confirm"}, {"act": "refuse", "note": "The chair is another."}])
def test_a_decision_about_a_claim_is_undone_and_nobody_is_told(desk, rita, said):
    claim = ask(rita, make_group())
    decide(desk, claim, **said)
    [planned] = mails("rita@home.example")
    assert planned.due_at >= clock.now() + timedelta(minutes=4)
    assert "Nobody is told before" in desk.get("moderation_staff.queue").words
    undo(desk)
    back = now(claim)
    assert (back.state, back.decided_at, back.decision_note, back.proof) == (RepresentationState.ASKED, None, "", "")
    assert mails("rita@home.example") == []
    assert "Rita Amis" in desk.get("moderation_staff.queue").words
    assert "undone already" in undo(desk, follow=True).words


def test_a_proposal_that_was_confirmed_for_an_organisation_is_one_again(desk, rita):
    make_group("river-friends", "River Friends")
    with unit_of_work():
        claim = representing.propose_organisation(viewer_for(rita), name="River Friends", explanation="I am the clerk.")
    decide(desk, claim, act="confirm", organisation="river-friends")
    assert now(claim).organisation_id is not None
    undo(desk)
    assert now(claim).organisation_id is None


def test_nobody_undoes_what_another_decided_or_too_late(desk, another_client, rita):
    claim = ask(rita, make_group())
    decide(desk, claim, act="confirm")
    undo(another_client.sign_in(make_moderator("Piers Holt")), expect=404)
    with time_machine.travel(clock.now() + timedelta(minutes=6)):
        assert "Nobody is told before" not in desk.get("moderation_staff.queue").words
        assert "is over, and people are being told" in undo(desk, follow=True).words
        jobs.run("moderation.leases")
    look_again()
    assert db.session.query(UndoStep).count() == 0
    assert now(claim).state is RepresentationState.CONFIRMED


def test_what_has_moved_on_is_not_put_back(desk, rita):
    claim = ask(rita, make_group())
    decide(desk, claim, act="confirm")
    with unit_of_work():
        representing.end_representation(viewer_for(rita), claim=db.session.get_one(Representation, claim.id))
    assert "has changed since this was decided" in undo(desk, follow=True).words
    assert now(claim).state is RepresentationState.ENDED


def test_a_decision_about_a_response_is_undone_from_the_queue(desk, rita):
    sent = make_response(two_questions(), "The bus takes two hours.", published=False, email="gordon@example.org")
    waiting = make_waiting()
    page = desk.get("responses_staff.response_item", submission_id=sent.id)
    [onward] = page.select(".desk__next a")
    assert f"/{waiting.id}/" in onward.get("href")
    said = {**page.form(), "act": "refuse", "reason": "personal-attack"}
    desk.post("responses_staff.decide_response", said, submission_id=sent.id)
    told = len(mails("gordon@example.org"))
    assert response_of(sent).waiting_since is None
    undo(desk)
    assert response_of(sent).waiting_since is not None
    assert len(mails("gordon@example.org")) == told - 1
    assert "Gordon Pike" in desk.get("moderation_staff.queue", q="two hours").words
    assert "Gordon Pike" not in desk.get("moderation_staff.queue", q="three hours").words
