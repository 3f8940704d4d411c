"""The directory's desk."""

import pytest

from engage.accounts.actions import close_account
from engage.core import jobs
from engage.core.database import reading, unit_of_work
from engage.core.permissions import VISITOR
from engage.directory import actions, queries
from engage.taxonomy.actions import add_area
from engage.taxonomy.models import AreaKind
from tests.support.accounts import make_account


@pytest.fixture
def areas(site):
    with unit_of_work():
        vale = add_area(VISITOR, code="NV", name="North Vale", kind=AreaKind.SYSTEM)
        coast = add_area(VISITOR, code="SC", name="South Coast", kind=AreaKind.SYSTEM)
    return {"vale": vale, "coast": coast}


@pytest.fixture
def board(areas):
    with unit_of_work():
        return actions.add_organisation(VISITOR, slug="board", name="The board", areas=[areas["coast"]])


def typed(**changes):
    return {"name": "North Vale Council", "slug": "north-vale-council", "kind": "council", **changes}


def served(slug):
    with reading():
        return [area.code for area in queries.areas_of(queries.organisation_by_slug(slug).id)]


def test_an_officer_adds_and_changes_an_organisation(client, areas):
    client.sign_in(make_account(roles=["officer"]))
    page = client.post("directory_staff.new", typed(areas=[str(areas["vale"].id)]), follow=True)
    assert "North Vale Council is added." in page.words
    assert served("north-vale-council") == ["NV"]
    edit = page.select("a[href$='/edit/']")[0].get("href")
    form = client.get(edit)
    assert form.select(f"input[value='{areas['vale'].id}'][checked]")
    page = client.post(edit, {"name": "Vale Council", "areas": [str(areas["coast"].id)]}, follow=True)
    assert "Vale Council" in page.words
    assert served("north-vale-council") == ["SC"]
    assert "Vale Council" in client.get("directory_staff.index", q="vale c").words


def test_a_name_that_another_record_has_is_told_when_it_is_saved(client, board):
    client.sign_in(make_account(roles=["officer"]))
    told = "Another record has this very name."
    assert told in client.post("directory_staff.new", typed(name="The board"), follow=True).words
    fresh = client.post("directory_staff.new", typed(slug="other"), follow=True)
    assert told not in fresh.words
    edit = fresh.select("a[href$='/edit/']")[0].get("href")
    assert told in client.post(edit, {**client.get(edit).form(), "name": "The board"}, follow=True).words
    assert told not in client.post(edit, client.get(edit).form(), follow=True).words


def test_an_organisation_has_a_page_of_its_own_only_if_it_agreed(client, areas):
    client.sign_in(make_account(roles=["officer"]))
    page = client.get("directory_staff.new")
    assert not page.select("input[name=is_public][checked]")
    client.post("directory_staff.new", {**page.form(), **typed()})
    client.post("directory_staff.new", {**page.form(), **typed(slug="agreed", name="Agreed"), "is_public": "y"})
    client.get("/organisations/north-vale-council/", expect=404)
    client.get("/organisations/agreed/")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": ""}, "Enter the name."),
        ({"slug": "North Vale"}, "small letters"),
        ({"slug": "board"}, "already"),
        ({"website": "www.northvale.example"}, "https://"),
        ({"website": "https://[northvale"}, "https://"),
        ({"email": "council"}, "correct format"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(client, board, wrong, said):
    client.sign_in(make_account(roles=["officer"]))
    page = client.post("directory_staff.new", typed(**wrong), expect=422)
    assert said in page.words
    assert page.form()["kind"] == "council"


def test_an_officer_of_one_area_keeps_to_it(client, areas, board):
    client.sign_in(make_account(roles=["officer"], area=areas["vale"]))
    client.get("directory_staff.edit", organisation_id=board.id, expect=403)
    client.post("directory_staff.edit", {"name": "Mine"}, organisation_id=board.id, expect=403)
    assert "at least one of your areas" in client.post("directory_staff.new", typed(), expect=422).words
    strange = typed(areas=[str(areas["coast"].id)])
    client.post("directory_staff.new", strange, expect=422)
    client.post("directory_staff.new", typed(areas=[str(areas["vale"].id)]))


def test_areas_beyond_ones_reach_stay(client, areas):
    with unit_of_work():
        both = actions.add_organisation(VISITOR, slug="both", name="Both", areas=list(areas.values()))
    client.sign_in(make_account(roles=["officer"], area=areas["vale"]))
    client.post("directory_staff.edit", {"name": "Both", "areas": [str(areas["vale"].id)]}, organisation_id=both.id)
    assert sorted(served("both")) == ["NV", "SC"]


def test_an_administrator_says_who_may_act(client, board):
    client.sign_in(make_account(roles=["administrator"]))
    person = make_account("olu@northvale.example", name="Olu Ade")
    page = client.post(
        "directory_staff.add_member", {"email": "nobody@northvale.example"}, organisation_id=board.id, expect=422
    )
    assert "no account with this address" in page.words
    page = client.post(
        "directory_staff.add_member", {"email": "Olu@northvale.example"}, organisation_id=board.id, follow=True
    )
    assert "Olu Ade may act for The board." in page.words
    page = client.post("directory_staff.remove_member", organisation_id=board.id, account_id=person.id, follow=True)
    assert "Nobody yet." in page.words


def test_an_officer_sees_but_does_not_say_who_may_act(client, board):
    client.sign_in(make_account(roles=["officer"]))
    assert "Nobody yet." in client.get("directory_staff.one", organisation_id=board.id).words
    client.post("directory_staff.add_member", {"email": "a@northvale.example"}, organisation_id=board.id, expect=403)


def test_a_closed_account_is_forgotten_once_the_ledger_says_so(site, board):
    person = make_account()
    with unit_of_work():
        actions.add_member(VISITOR, organisation=board, account=person)
        close_account(VISITOR, account=person)
    jobs.run("ledger.seal")
    jobs.run("directory.members")
    jobs.run("directory.members")
    with reading():
        assert queries.organisations_of(person.id) == []


def test_the_list_is_paged_by_name(client):
    with unit_of_work():
        for number in range(55):
            actions.add_organisation(VISITOR, slug=f"group-{number}", name=f"Group {number % 7}")
    client.sign_in(make_account(roles=["officer"]))
    page = client.get("directory_staff.index")
    assert len(page.select("tbody tr")) == 50
    page = client.get(page.select(".pagination__older")[0].get("href"))
    assert len(page.select("tbody tr")) == 5
