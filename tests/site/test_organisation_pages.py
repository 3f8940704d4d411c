"""The page of an organisation: who it is, what it did, and where it leads when it was merged or replaced."""

from datetime import timedelta

import pytest

from engage.accounts.session import viewer_for
from engage.comments import actions as comments
from engage.core import clock
from engage.core.database import db, unit_of_work
from engage.core.permissions import VISITOR
from engage.directory import actions
from engage.directory.actions.records import Parts, set_parts
from engage.directory.models import Organisation, OrganisationStatus, OrganisationSuccession
from engage.directory_upkeep.actions.merging import merge_organisations
from engage.taxonomy.actions import add_area, add_topic
from engage.taxonomy.models import AreaKind
from tests.support.accounts import make_account
from tests.support.comments import hide, make_comment, open_thread
from tests.support.databases import look_again
from tests.support.directory import make_organisation
from tests.support.publishing import make_plan, make_post, make_section
from tests.support.responses import make_response, refuse, two_questions


@pytest.fixture
def board(site):
    """A body that leads plans."""
    return make_organisation("North Vale Board", slug="board")


def speaker_for(organisation):
    """Somebody who may act for an organisation."""
    account = make_account(name="Ada Speaker")
    with unit_of_work():
        actions.add_member(VISITOR, organisation=db.session.merge(organisation), account=account)
    return viewer_for(account)


def say(viewer, plan, organisation, body, parent=None):
    """A comment in the name of an organisation."""
    with unit_of_work():
        return comments.send_comment(
            viewer, publication=plan, body=body, name="Ada Speaker", official_for=organisation, parent=parent
        )


def links(page):
    """Where the links of the page lead."""
    return [each.get("href") for each in page.select("main a")]


def all_of(client, path):
    """What stands on all pages of a list."""
    said = ""
    while path:
        page = client.get(path)
        said += page.words
        path = next((each.get("href") for each in page.select("a.pagination__older")), None)
    return said


def replace(old, *new, public=True):
    """Close an organisation whose place others took."""
    with unit_of_work():
        successors = [db.session.merge(each) for each in new]
        parts = Parts("", OrganisationStatus.CLOSED, public, (), (), (), (), None, successors)
        set_parts(VISITOR, organisation=db.session.merge(old), parts=parts)


def test_comments_on_its_behalf_stand_there_as_long_as_they_are_public(client, board):
    plan = make_plan("Care at home", owner=board)
    open_thread(plan)
    viewer = speaker_for(board)
    top = make_comment(plan, "Nobody asked the **carers**.")
    reply = say(viewer, plan, board, "We asked them in **May**.", parent=top)
    page = client.get("/organisations/board/")
    assert "We asked them in May." in page.words
    assert client.get("/organisations/board/").statements == [], "the page is served from memory"
    hide(top)
    assert "We asked them in May." not in client.get("/organisations/board/").words, "what it stood below is hidden"
    again = say(viewer, plan, board, "Here is the report.")
    assert "Here is the report." in client.get("/organisations/board/").words
    hide(again)
    assert "Here is the report." not in client.get("/organisations/board/").words
    assert "Comments on its behalf" not in client.get("/organisations/board/").words
    assert reply.official_for == board.id


def test_what_it_said_on_a_plan_under_embargo_is_not_there(client, board):
    make_plan("Seen by all", owner=board)
    plan = make_plan("Not yet", owner=board)
    open_thread(plan)
    say(speaker_for(board), plan, board, "An early word.")
    with unit_of_work():
        db.session.merge(plan).publish_at = clock.now() + timedelta(days=1)
    look_again()
    assert "An early word." not in client.get("/organisations/board/comments/").words


def test_formal_responses_are_those_that_a_moderator_passed(client, site):
    club = make_organisation("Oxmere Stroke Club", slug="club")
    asked = two_questions(title="Where should it be?")
    waiting = make_response(asked, "The hill has no bus.", organisation=club, published=False)
    assert "The hill has no bus." not in client.get("/organisations/club/").words
    shown = make_response(two_questions(title="And when?"), "In the evening.", organisation=club)
    page = client.get("/organisations/club/")
    assert "In the evening." in page.words
    assert "And when?" in page.words
    refuse(waiting)
    assert "The hill has no bus." not in client.get("/organisations/club/responses/").words
    assert shown.organisation_id == club.id


def test_each_list_is_short_and_the_rest_is_one_link_away(client, board):
    for number in range(23):
        plan = make_plan(f"Plan {number:02}", owner=board)
        make_post(f"Answer {number:02}", section=make_section(), answers=plan)
    open_thread(plan)
    viewer = speaker_for(board)
    for number in range(7):
        say(viewer, plan, board, f"Remark {number:02}.")
    page = client.get("/organisations/board/")
    assert page.words.count("Remark") == 5
    for name, begins, many in (("plans", "Plan", 23), ("statements", "Answer", 23), ("comments", "Remark", 7)):
        said = all_of(client, f"/organisations/board/{name}/")
        assert [number for number in range(many) if f"{begins} {number:02}" not in said] == []
    assert {f"/organisations/board/{name}/" for name in ("plans", "statements", "comments")} <= set(links(page))


def test_what_did_not_agree_has_no_page(client, board):
    hidden = make_organisation("A quiet group", slug="quiet")
    replace(hidden, public=False)
    for path in ("", "before/", "plans/", "responses/"):
        client.get(f"/organisations/quiet/{path}", expect=404)
    client.get(f"/organisations/?after={hidden.id}", expect=404)
    double = make_organisation("A loud group", slug="loud")
    with unit_of_work():
        kept, double = db.session.merge(hidden), db.session.merge(double)
        merge_organisations(VISITOR, kept=kept, double=double)
    client.get("/organisations/loud/", expect=404)
    client.get("/organisations/none/comments/", expect=404)


def test_the_page_of_one_that_was_replaced_leads_on_and_what_it_did_stays(client, board):
    old = make_organisation("Oxmere Trust", slug="oxmere", email="old@oxmere.example")
    make_plan("An old plan", owner=old)
    replace(old, board)
    assert client.get("/organisations/oxmere/", expect=301).location.endswith("/organisations/board/")
    page = client.get("/organisations/board/")
    assert "/organisations/oxmere/before/" in links(page)
    before = client.get("/organisations/oxmere/before/")
    assert "An old plan" in before.words
    assert "This is what it did before." in before.words
    assert client.get("/organisations/board/before/", expect=301).location.endswith("/organisations/board/")


def test_one_that_several_replaced_says_so_and_names_only_those_that_agreed(client, board):
    old, quiet = make_organisation("Old Trust", slug="old"), make_organisation("A quiet group", slug="quiet")
    with unit_of_work():
        db.session.merge(quiet).is_public = False
    replace(old, board, quiet)
    page = client.get("/organisations/old/")
    assert "Its place was taken by North Vale Board." in page.words
    assert "quiet" not in page.text
    replace(old, quiet)
    page = client.get("/organisations/old/")
    assert "Its work goes on elsewhere." in page.words


def test_a_circle_of_successors_leads_nowhere(client, board):
    one, other = make_organisation("One Trust", slug="one"), make_organisation("Other Trust", slug="other")
    replace(one, other)
    replace(other)
    with unit_of_work():
        db.session.add(OrganisationSuccession(predecessor_id=other.id, successor_id=one.id))
    assert client.get("/organisations/one/").heading == "One Trust"


def test_a_successor_that_was_merged_is_read_as_the_one_that_is_kept(client, board):
    old, double = make_organisation("Old Trust", slug="old"), make_organisation("North Vale Bord", slug="bord")
    replace(old, double)
    with unit_of_work():
        kept = db.session.get_one(Organisation, board.id)
        merge_organisations(VISITOR, kept=kept, double=db.session.merge(double))
    assert client.get("/organisations/old/", expect=301).location.endswith("/organisations/board/")
    assert client.get("/organisations/bord/plans/", expect=301).location.endswith("/organisations/board/plans/")
    assert "North Vale Bord" in client.get("/organisations/board/").words, "its former name"


def give_code(organisation, code, *, status=OrganisationStatus.OPEN, successors=(), public=True):
    """A code of a register."""
    with unit_of_work():
        kept = [db.session.merge(each) for each in successors]
        parts = Parts("", status, public, (), [("ods", code)], (), (), None, kept)
        set_parts(VISITOR, organisation=db.session.merge(organisation), parts=parts)


def test_a_code_that_was_replaced_leads_on(client, board):
    old = make_organisation("Oxmere Trust", slug="oxmere")
    give_code(old, "RX1", status=OrganisationStatus.CLOSED, successors=[board])
    give_code(board, "QNV")
    found = client.get("/organisations/?q=rx1")
    assert (
        "The code RX1 was that of Oxmere Trust, which has closed. Its place was taken by North Vale Board."
        in found.words
    )
    assert "QNV is the code of North Vale Board." in client.get("/organisations/?q=QNV").words
    officer = client.sign_in(make_account(roles=["officer"]))
    page = officer.get("/staff/directory/organisations/?q=RX1")
    assert "Its place was taken by North Vale Board." in page.words
    assert f"/staff/directory/organisations/{board.id}/" in links(page)


def test_a_code_gives_nobody_away_who_has_no_page(client, board):
    quiet = make_organisation("A quiet group", slug="quiet")
    give_code(quiet, "RX2", public=False)
    assert "quiet" not in client.get("/organisations/?q=RX2").text
    give_code(quiet, "RX2", public=False, status=OrganisationStatus.CLOSED, successors=[board])
    page = client.get("/organisations/?q=RX2")
    assert "The code RX2 was that of an organisation, which has closed." in page.words
    assert "quiet" not in page.text


def test_the_directory_is_browsed_by_kind_and_area_and_each_group_can_be_spoken_for(client, site):
    with unit_of_work():
        vale = add_area(VISITOR, code="vale", name="North Vale", kind=AreaKind.SYSTEM)
        moor = add_area(VISITOR, code="moor", name="Moor", kind=AreaKind.PLACE, parent=vale)
        add_area(VISITOR, code="fell", name="Fell", kind=AreaKind.SYSTEM)
    make_organisation("Carers of the Moor", slug="moor-carers", areas=[moor], kind="voluntary-group")
    make_organisation("Vale Trust", slug="vale-trust", areas=[vale], kind="trust")
    page = client.get("/organisations/")
    assert {"/organisations/?kind=trust", "/organisations/?area=vale", "/organisations/?area=moor"} <= set(links(page))
    assert "/account/representations/new/moor-carers/" in links(page)
    assert "/organisations/suggest/" in links(page)
    near = client.get("/organisations/?area=moor")
    assert "Carers of the Moor" in near.words
    assert "Vale Trust" not in near.words
    within = client.get("/organisations/?area=vale&kind=voluntary-group")
    assert "/organisations/?kind=voluntary-group&area=moor" in links(within)
    assert "No organisation is like this" in client.get("/organisations/?kind=none").words


def test_a_visitor_narrows_by_nothing_that_staff_alone_know(client, site):
    with unit_of_work():
        topic = add_topic(VISITOR, slug="wards", name="Wards")
    make_organisation("Vale Trust", topics=[topic])
    make_organisation("Carers of the Moor")
    page = client.get("/organisations/?topic=wards&standing=closed")
    assert "Carers of the Moor" in page.words
    assert "Vale Trust" in page.words
