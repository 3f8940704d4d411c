"""Who may speak for an organisation: the claim, its proof, the decision, the end."""

import re

import pytest

from engage.accounts.actions import close_account
from engage.core import jobs
from engage.core.database import db, unit_of_work
from engage.core.permissions import VISITOR
from engage.directory import domains
from engage.directory.actions import add_member, add_organisation
from engage.directory.queries import organisation_by_slug
from engage.representations import queries
from engage.representations.models import Representation, RepresentationState
from tests.support.accounts import link_in, mails, make_account
from tests.support.databases import look_again


@pytest.fixture
def group(site):
    with unit_of_work():
        return add_organisation(
            VISITOR, slug="corn-hall", name="Corn Hall Carers", website="https://www.cornhall.example/about"
        )


@pytest.fixture
def rita(site):
    return make_account("rita@home.example", "Rita Amis")


def the_claim() -> Representation:
    look_again()
    return db.session.query(Representation).one()


def speaks(account, group) -> bool:
    look_again()
    return queries.speaks_for(account.id, group.id)


@pytest.mark.parametrize(
    ("address", "is_proof"),
    [
        ("jo@cornhall.example", True),
        ("JO@office.cornhall.example", True),
        ("jo@notcornhall.example", False),
        ("jo@cornhall.example.org", False),
        ("jo@gmail.com", False),
    ],
)
def test_a_domain_proves_only_those_who_are_at_it(address, is_proof):
    assert domains.proves(address, website="https://www.cornhall.example/", email="corn@gmail.com") is is_proof


@pytest.mark.parametrize("shared", ["gmail.com", "nhs.net", "nhs.uk", "btinternet.com"])
def test_a_domain_of_many_proves_nothing_but_the_very_address_does(shared):
    website, email = f"https://www.{shared}/carers", f"carers@{shared}"
    assert not domains.proves(f"jo@{shared}", website=website, email=email)
    assert not domains.proves(f"jo@x.{shared}", website=website, email=email)
    assert domains.proves(f"Carers@{shared}", website=website, email=email)


def test_a_link_to_an_address_at_the_organisation_proves_it(client, another_client, group, rita):
    client.sign_in(rita)
    found = client.get("representations.find_organisation", q="corn")
    page = client.get(found.select("main .choice-list a")[0].get("href"))
    assert "@cornhall.example" in page.words
    done = client.post("representations.claim_organisation", {"email": "rita@cornhall.example"}, slug="corn-hall")
    assert "We have sent a link to rita@cornhall.example" in client.get(done.location).words
    (mail,) = mails("rita@cornhall.example")
    assert "Rita" not in mail.text
    assert "home.example" not in mail.text
    path = link_in(mail)
    assert client.get(path).heading == "Confirm that you speak for Corn Hall Carers"
    assert not speaks(rita, group), "opening a mailed link acts on nothing"
    stranger = another_client.sign_in(make_account())
    assert stranger.get(path, expect=410).heading == "This link does not work"
    stranger.post(path, expect=410)
    assert "You speak for Corn Hall Carers now" in client.post(path, follow=True).words
    assert speaks(rita, group)
    assert client.post(path, follow=True).status == 200, "a second click changes nothing"


def test_the_address_of_the_account_is_proof_enough_once_it_is_confirmed(client, group):
    known = make_account("jo@cornhall.example")
    client.sign_in(known)
    client.post("representations.claim_organisation", {}, slug="corn-hall", follow=True)
    assert speaks(known, group)
    assert the_claim().proof == "account"


def test_an_address_that_nobody_confirmed_proves_nothing(client, group):
    claimed = make_account("jo@cornhall.example", confirmed=False)
    client.sign_in(claimed)
    page = client.post("representations.claim_organisation", {}, slug="corn-hall", expect=422)
    assert "Enter an address at the organisation, or tell us how you belong to it" in page.words
    assert not speaks(claimed, group)


def test_whom_the_directory_names_need_not_prove_it_again(client, group, rita):
    with unit_of_work():
        add_member(VISITOR, organisation=group, account=rita)
    client.sign_in(rita)
    client.post("representations.claim_organisation", {}, slug="corn-hall")
    assert speaks(rita, group)


def test_an_address_elsewhere_is_refused_and_what_was_typed_is_kept(client, group, rita):
    client.sign_in(rita)
    typed = {"email": "rita@elsewhere.example", "explanation": "I chair it."}
    page = client.post("representations.claim_organisation", typed, slug="corn-hall", expect=422)
    assert "This address is not at a domain of the organisation" in page.words
    assert "I chair it." in page.text
    assert not mails("rita@elsewhere.example")


def test_asking_twice_is_one_claim_and_tells_nothing_of_others(client, another_client, group, rita):
    other = make_account("jo@cornhall.example", "Jo Pike")
    another_client.sign_in(other)
    another_client.post("representations.claim_organisation", {}, slug="corn-hall")
    client.sign_in(rita)
    for _ in range(2):
        done = client.post("representations.claim_organisation", {"explanation": "I chair it."}, slug="corn-hall")
        assert "Jo" not in client.get(done.location).words
    look_again()
    assert db.session.query(Representation).filter_by(account_id=rita.id).count() == 1
    one = db.session.query(Representation).filter_by(account_id=other.id).one()
    client.get("representations.representation", representation_id=one.id, expect=404)


def test_staff_confirm_a_claim_and_the_person_is_told(client, another_client, group, rita):
    client.sign_in(rita)
    client.post("representations.claim_organisation", {"explanation": "I chair it."}, slug="corn-hall")
    desk = another_client.sign_in(make_account(roles=["officer"]))
    listed = desk.get("representations_staff.claims")
    assert "Rita Amis" in listed.words
    path = listed.select("main table a")[0].get("href")
    assert "I chair it." in desk.get(path).words
    desk.post(path, {"act": "confirm"}, follow=True)
    assert speaks(rita, group)
    (mail,) = mails("rita@home.example")
    assert mail.subject == "You speak for Corn Hall Carers"
    again = desk.post(path, {"act": "refuse", "note": "No."}, expect=422)
    assert "Somebody has decided about this already" in again.words


def test_a_refusal_needs_words_which_the_person_gets_and_may_ask_again(client, another_client, group, rita):
    client.sign_in(rita)
    client.post("representations.claim_organisation", {"explanation": "I chair it."}, slug="corn-hall")
    desk = another_client.sign_in(make_account(roles=["officer"]))
    values = {"representation_id": the_claim().id}
    assert "Say why" in desk.post("representations_staff.claim", {"act": "refuse"}, expect=422, **values).words
    desk.post("representations_staff.claim", {"act": "refuse", "note": "The chair is somebody else."}, **values)
    assert "The chair is somebody else." in mails("rita@home.example")[0].text
    assert "The chair is somebody else." in client.get("representations.representation", **values).words
    client.post("representations.claim_organisation", {"explanation": "Since Monday I do."}, slug="corn-hall")
    look_again()
    assert queries.standing_claim(rita.id, group.id).state is RepresentationState.ASKED


def test_nobody_decides_about_oneself(client, group):
    officer = make_account(roles=["officer"])
    client.sign_in(officer)
    client.post("representations.claim_organisation", {"explanation": "I chair it."}, slug="corn-hall")
    values = {"representation_id": the_claim().id}
    assert "your own claim" in client.get("representations_staff.claim", **values).words
    client.post("representations_staff.claim", {"act": "confirm"}, expect=422, **values)
    assert not speaks(officer, group)


def test_an_organisation_that_is_not_known_is_proposed_added_and_confirmed(client, another_client, site, rita):
    client.sign_in(rita)
    found = client.get("representations.find_organisation", q="River Friends")
    assert "No organisation in our directory" in found.words
    typed = {"name": "River Friends", "website": "river", "explanation": "I am the clerk."}
    assert "beginning with https://" in client.post("representations.propose_organisation", typed, expect=422).words
    typed["website"] = "https://river.example"
    client.get("representations.propose_organisation", name="River Friends")
    client.post("representations.propose_organisation", typed, follow=True)
    client.post("representations.propose_organisation", typed, follow=True)
    values = {"representation_id": the_claim().id}
    desk = another_client.sign_in(make_account(roles=["officer"]))
    assert "Not in the directory" in desk.get("representations_staff.claims").words
    early = desk.post("representations_staff.claim", {"act": "confirm"}, expect=422, **values)
    assert "Choose the organisation" in early.words
    wrong = {"name": "River Friends", "slug": "River!"}
    assert desk.post("representations_staff.add_organisation", wrong, expect=422, **values)
    added = {"name": "River Friends", "slug": "river-friends", "website": "https://river.example"}
    page = desk.post("representations_staff.add_organisation", added, follow=True, **values)
    assert page.select("input[name=organisation]")[0].get("value") == "river-friends"
    desk.post("representations_staff.claim", {"organisation": "river-friends", "act": "confirm"}, **values)
    assert speaks(rita, organisation_by_slug("river-friends"))


def test_it_ends_by_oneself_and_by_staff_who_say_why(client, another_client, group):
    jo, sam = make_account("jo@cornhall.example", "Jo"), make_account("sam@cornhall.example", "Sam")
    desk = another_client.sign_in(make_account(roles=["officer"]))
    for person in (jo, sam):
        client.sign_in(person).post("representations.claim_organisation", {}, slug="corn-hall")
    look_again()
    ids = {person.id: queries.standing_claim(person.id, group.id).id for person in (jo, sam)}
    assert "Stop speaking" in client.get("representations.end_representation", representation_id=ids[sam.id]).heading
    client.post("representations.end_representation", representation_id=ids[sam.id], follow=True)
    assert not speaks(sam, group)
    desk.post("representations_staff.end_claim", {}, representation_id=ids[jo.id], expect=422)
    desk.post("representations_staff.end_claim", {"note": "Jo has left."}, representation_id=ids[jo.id], follow=True)
    assert not speaks(jo, group)
    assert "Jo has left." in mails("jo@cornhall.example")[0].text


def test_the_link_can_be_sent_again_but_not_without_end(client, group, rita):
    client.sign_in(rita)
    client.post("representations.claim_organisation", {"email": "rita@cornhall.example"}, slug="corn-hall")
    again = [
        client.http.post(
            f"/account/representations/{the_claim().id}/again/", headers={"Sec-Fetch-Site": "same-origin"}
        ).status_code
        for _ in range(6)
    ]
    assert again.count(429) >= 1
    assert len(mails("rita@cornhall.example")) == 5
    assert re.search(r"/prove/", mails("rita@cornhall.example")[-1].text)


def test_the_lists_of_staff_show_each_claim_where_it_stands(client, another_client, group, rita):
    client.sign_in(rita)
    client.post("representations.claim_organisation", {"email": "rita@cornhall.example"}, slug="corn-hall")
    desk = another_client.sign_in(make_account(roles=["officer"]))
    assert "Rita Amis" not in desk.get("representations_staff.claims").words
    assert "Rita Amis" in desk.get("representations_staff.claims", show="proving").words
    desk.get("representations_staff.claims", show="elsewhere", expect=404)
    assert "Corn Hall Carers" in client.get("representations.representations").words


def test_a_closed_account_speaks_for_nobody_and_its_address_is_forgotten(client, group):
    jo = make_account("jo@cornhall.example", "Jo")
    client.sign_in(jo).post("representations.claim_organisation", {}, slug="corn-hall")
    assert speaks(jo, group)
    with unit_of_work():
        close_account(VISITOR, account=db.session.merge(jo), names_kept=True)
    jobs.run("ledger.seal")
    jobs.run("consultations.representatives")
    assert not speaks(jo, group)
    assert the_claim().proof_email is None
