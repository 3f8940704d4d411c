"""Organisations of which one became part of another: whoever speaks for either speaks for both."""

import pytest

from engage.accounts.session import viewer_for
from engage.core.database import db, unit_of_work
from engage.core.permissions import VISITOR
from engage.directory.actions import set_areas
from engage.directory.models import Merge, Organisation
from engage.directory_upkeep.actions.merging import merge_organisations, undo_merge
from engage.representations import actions, queries
from engage.submissions.actions import sharing
from engage.submissions.models import DraftPart
from engage.submissions.queries import drafts
from tests.support.accounts import link_in, mails, make_account
from tests.support.comments import look_again
from tests.support.drafts import make_group, make_shared, make_voice
from tests.support.moderation import make_area
from tests.support.responses import answers, two_questions
from tests.support.submissions import submission_now


@pytest.fixture
def double(site):
    return make_group("old-hall", "Old Hall Carers")


@pytest.fixture
def kept(site):
    return make_group()


@pytest.fixture
def olga(double):
    return make_voice(double, "Olga Marsh")


@pytest.fixture
def rita(kept):
    return make_voice(kept)


def merge(kept, double):
    look_again()
    both = {"kept": db.session.get_one(Organisation, kept.id), "double": db.session.get_one(Organisation, double.id)}
    db.session.rollback()
    with unit_of_work():
        return merge_organisations(VISITOR, **{name: db.session.merge(each) for name, each in both.items()})


def test_who_speaks_for_either_speaks_for_both_until_they_are_taken_apart(kept, double, olga, rita):
    merged = merge(kept, double)
    for account in (olga, rita):
        assert all(queries.speaks_for(account.id, each.id) for each in (kept, double))
        assert [each.name for each in queries.represented_by(account.id)] == ["Corn Hall Carers"]
    assert set(queries.addresses_for(db.session.get_one(Organisation, kept.id))) == {olga.email, rita.email}
    assert [each.name for each in queries.voices_of(double.id)] == ["Olga Marsh", "Rita Amis"]
    look_again()
    with unit_of_work():
        undo_merge(VISITOR, merge=db.session.get_one(Merge, merged.id))
    assert not queries.speaks_for(olga.id, kept.id)
    assert [each.name for each in queries.represented_by(olga.id)] == ["Old Hall Carers"]


def test_a_draft_that_was_begun_for_a_double_is_the_one_of_both(client, kept, double, olga, rita):
    consultation = two_questions(title="Where should the clinic be?")
    draft = make_shared(consultation, double, olga, **answers("By the station."))
    merge(kept, double)
    assert make_shared(consultation, kept, rita).id == draft.id
    page = client.sign_in(rita).get("submissions.shared_draft", submission_id=draft.id)
    assert "Olga Marsh" in page.words
    assert drafts.formal_response(consultation.id, kept.id).id == draft.id


def test_the_mailed_link_to_a_draft_of_a_double_still_lets_a_colleague_in(client, kept, double, olga):
    draft = make_shared(two_questions(title="Where should the clinic be?"), double, olga)
    with unit_of_work():
        found, lead = submission_now(draft), viewer_for(olga)
        sharing.invite_member(lead, submission=found, email="sam@home.example", part=DraftPart.WRITER)
    merge(kept, double)
    (mail,) = mails("sam@home.example")
    sam = make_account("sam@home.example", "Sam Pike")
    client.sign_in(sam)
    page = client.get(link_in(mail))
    page = client.post(link_in(mail), page.form(), follow=True)
    look_again()
    assert "Where should the clinic be?" in page.words
    assert drafts.membership(draft.id, sam.id) is not None


def test_the_link_that_proves_a_claim_to_a_double_proves_it_for_both(client, kept, double):
    asking = make_account("jo@home.example", "Jo Penn")
    jo = client.sign_in(asking)
    form = {"explanation": "I keep the books.", "email": "office@old-hall.example"}
    jo.post("representations.claim_organisation", form, slug=double.slug)
    merge(kept, double)
    (mail,) = mails("office@old-hall.example")
    page = jo.post(link_in(mail), jo.get(link_in(mail)).form(), follow=True)
    assert "You speak for" in page.words
    assert queries.speaks_for(asking.id, kept.id)


def test_who_asked_for_a_double_asks_once_for_both(kept, double):
    asking = make_account("jo@home.example", "Jo Penn")
    look_again()
    with unit_of_work():
        asked = actions.ask_to_represent(
            viewer_for(asking), organisation=db.session.merge(double), explanation="I keep the books."
        )
    merge(kept, double)
    with unit_of_work():
        again = actions.ask_to_represent(
            viewer_for(asking), organisation=db.session.get_one(Organisation, kept.id), explanation="I keep the books."
        )
    assert again.id == asked.id


def test_a_claim_to_a_double_still_waits_for_the_officer_of_its_area(client, kept, double):
    vale, asking = make_area("NV", "North Vale"), make_account("jo@home.example", "Jo Penn")
    look_again()
    with unit_of_work():
        old = db.session.merge(double)
        set_areas(VISITOR, organisation=old, areas=[vale])
        claim = actions.ask_to_represent(viewer_for(asking), organisation=old, explanation="I keep the books.")
    merge(kept, double)
    client.sign_in(make_account(roles=["officer"], area=vale))
    assert "Jo Penn" in client.get("representations_staff.claim", representation_id=claim.id).words
