"""Who may change what stands around a text, and who may give others the right to."""

from datetime import timedelta

import pytest

from engage.core import clock
from engage.core.database import unit_of_work
from engage.core.permissions import VISITOR
from engage.directory import actions as directory
from engage.publishing import actions, desk
from engage.publishing.actions import OrganisationPart
from engage.publishing.models import OrganisationRole, PlanStatus
from engage.taxonomy.actions import add_area
from engage.taxonomy.models import AreaKind
from tests.support.accounts import make_account
from tests.support.databases import look_again
from tests.support.publishing import make_plan, make_post

OF_PLANS = ("details", "status", "milestones", "workstreams", "related", "files")
OF_POSTS = ("details", "picture", "related", "files")


def make_board(account):
    """An organisation with a member."""
    with unit_of_work():
        board = directory.add_organisation(VISITOR, slug="board", name="The board")
        directory.add_member(VISITOR, organisation=board, account=account)
    return board


def tabs(client, publication):
    shown = client.get("publishing_staff.edit", publication_id=publication.id)
    return {link.get("href").split("/")[-2] for link in shown.select("nav.tabs a, .tabs a")}


@pytest.mark.parametrize("published", [True, False])
def test_an_author_cannot_give_their_own_organisation_rights(site, client, published):
    account = make_account(roles=["author"])
    board, plan = make_board(account), make_plan(published=published)
    client.sign_in(account)
    line = {"lines-0-organisation": board.id, "lines-0-role": "lead", "lines-0-may_approve": "y"}
    shown = client.post("publishing_staff.organisations", line, publication_id=plan.id, expect=403)
    assert "Ask an editor or an administrator" in shown.words
    assert desk.parts_of(plan.id) == []
    assert "organisations" not in tabs(client, plan)


def test_rights_through_an_organisation_do_not_widen(site, client):
    account = make_account(roles=["officer"])
    board = make_board(account)
    plan = make_plan(published=False)
    with unit_of_work():
        part = OrganisationPart(board, OrganisationRole.LEAD, may_edit=True, may_approve=True)
        actions.set_organisations(VISITOR, plan=plan, parts=[part])
    client.sign_in(account)
    line = {"lines-0-organisation": board.id, "lines-0-role": "lead", "lines-0-may_reply": "y"}
    client.post("publishing_staff.organisations", line, publication_id=plan.id, expect=403)
    assert not desk.parts_of(plan.id)[0]["may_reply"]
    assert "milestones" in tabs(client, plan)


def test_an_editor_of_other_areas_does_not_empower(site, client):
    with unit_of_work():
        mine, other = (add_area(VISITOR, code=code, name=code, kind=AreaKind.PLACE) for code in ("E1", "E2"))
    plan = make_plan(published=False, areas=[other])
    account = make_account(roles=["author"])
    client.sign_in(account)
    client.get("publishing_staff.organisations", publication_id=plan.id, expect=403)
    client.sign_in(make_account(roles=["editor"], area=mine))
    client.get("publishing_staff.organisations", publication_id=plan.id, expect=404)
    client.sign_in(make_account(roles=["editor"], area=other))
    client.get("publishing_staff.organisations", publication_id=plan.id)


@pytest.mark.parametrize("later", [None, timedelta(days=2)])
@pytest.mark.parametrize("make", [make_plan, make_post])
def test_an_author_changes_nothing_that_readers_see_at_once(site, client, make, later):
    publication = make(at=clock.now() + later if later else None)
    client.sign_in(make_account(roles=["author"]))
    places = OF_PLANS if make is make_plan else OF_POSTS
    for place in places:
        client.get(f"publishing_staff.{place}", publication_id=publication.id, expect=403)
        shown = client.post(f"publishing_staff.{place}", {}, publication_id=publication.id, expect=403)
        assert "Only people who may publish" in shown.words
    assert not tabs(client, publication) & set(places)
    client.get("publishing_staff.history", publication_id=publication.id)


def test_a_public_status_stays_with_those_who_publish(site, client):
    plan = make_plan(status=PlanStatus.OPEN_FOR_COMMENT)
    client.sign_in(make_account(roles=["author"]))
    client.post("publishing_staff.status", {"status": "decided"}, publication_id=plan.id, expect=403)
    look_again()
    assert (plan.status, plan.latest_revision) == (PlanStatus.OPEN_FOR_COMMENT, 1)


def test_an_author_arranges_a_draft(site, client):
    plan = make_plan(published=False)
    client.sign_in(make_account(roles=["author"]))
    for place in OF_PLANS:
        client.get(f"publishing_staff.{place}", publication_id=plan.id)
    assert set(OF_PLANS) < tabs(client, plan)


def test_who_may_not_see_a_draft_meets_no_word_of_it(site, client):
    plan = make_plan()
    client.sign_in(make_account(roles=["moderator"]))
    for place in (*OF_PLANS, "organisations"):
        client.get(f"publishing_staff.{place}", publication_id=plan.id, expect=404)
