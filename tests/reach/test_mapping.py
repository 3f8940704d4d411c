"""The map of a plan: who stands where, why, and how that changed."""

import pytest

from engage.reach.queries import maps
from tests.support.accounts import make_account
from tests.support.databases import look_again
from tests.support.directory import make_organisation
from tests.support.publishing import make_plan
from tests.support.reach import whom


@pytest.fixture
def officer(client):
    client.sign_in(make_account(name="Rita Amis", roles=["officer"]))
    return client


def placed(across=5, up=4, reason="It looks after most of those whom it concerns."):
    return {"across": str(across), "up": str(up), "reason": reason}


def test_an_organisation_is_found_and_placed(officer):
    plan, group = make_plan("One stroke unit"), make_organisation("Vale Carers")
    page = officer.get("reach_staff.plan_map", plan_id=plan.id, who="vale")
    where = page.select("[aria-label=Found] a")[0].get("href")
    page = officer.post(where, placed(), follow=True)
    row = " ".join(page.select("tbody tr")[0].text_content().split())
    assert "1 Vale Carers 5 4" in " ".join(cell.text_content().strip() for cell in page.select("tbody tr")[0])
    assert "most of those" in row
    assert "Why" in [cell.get("data-label") for cell in page.select("table.table--stacked tbody td")]
    assert len(page.select("svg circle")) == 1
    assert "Vale Carers" in page.select("[aria-labelledby=quarter-1]")[0].text_content()
    assert group.name in page.select("svg title")[1].text_content()


def test_where_it_stood_before_stays(officer):
    plan, group = make_plan(), make_organisation("Vale Carers")
    here = {"plan_id": plan.id, "organisation_id": group.id}
    officer.post("reach_staff.place", placed(5, 2, "Wrote three letters."), **here)
    for _ in range(2):
        officer.post("reach_staff.place", placed(1, 2, "Has other worries now."), **here)
    page = officer.get("reach_staff.place", **here)
    assert len(page.select("tbody tr")) == 2
    assert "Wrote three letters." in page.words
    assert "Rita Amis" in page.words
    for _ in range(2):
        officer.post("reach_staff.take_off", **here)
    assert "Nobody stands on this map yet" in officer.get("reach_staff.plan_map", plan_id=plan.id).words
    look_again()
    assert len(maps.history_of(plan.id, whom(group))) == 3


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"reason": " "}, "why it stands there"),
        ({"across": "9"}, "one of the options"),
        ({"up": ""}, "one of the options"),
    ],
)
def test_what_is_wrong_is_said(officer, wrong, said):
    plan, group = make_plan(), make_organisation()
    page = officer.post(
        "reach_staff.place", {**placed(), **wrong}, plan_id=plan.id, organisation_id=group.id, expect=422
    )
    assert said in page.words.replace("Choose one", "one")


def test_the_body_names_its_own_scales(client):
    client.sign_in(make_account(roles=["administrator"]))
    plan, group = make_plan(), make_organisation()
    client.post("reach_staff.scales", {"across": "Closeness", "up": "Power"})
    client.post("reach_staff.scales", {"across": "Power", "up": "power"}, expect=422)
    page = client.get("reach_staff.place", plan_id=plan.id, organisation_id=group.id)
    assert "Closeness" in page.words
    client.post("reach_staff.place", placed(), plan_id=plan.id, organisation_id=group.id)
    assert "High power, high closeness" in client.get("reach_staff.plan_map", plan_id=plan.id).words


def test_many_in_one_cell_stand_beside_each_other(officer):
    plan = make_plan()
    for _ in range(5):
        officer.post("reach_staff.place", placed(3, 3), plan_id=plan.id, organisation_id=make_organisation().id)
    page = officer.get("reach_staff.plan_map", plan_id=plan.id)
    places = {(dot.get("cx"), dot.get("cy")) for dot in page.select("svg circle")}
    assert len(places) == 5


def test_an_analyst_reads_the_map_and_does_not_change_it(client):
    plan, group = make_plan(), make_organisation()
    client.sign_in(make_account(roles=["analyst"]))
    assert "Place a stakeholder" not in client.get("reach_staff.plan_map", plan_id=plan.id).words
    client.post("reach_staff.place", placed(), plan_id=plan.id, organisation_id=group.id, expect=403)
