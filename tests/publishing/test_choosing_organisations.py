"""Choosing an organisation in a form when the directory is too long for one box."""

import pytest

from engage.core.database import db, unit_of_work
from engage.directory import choosing
from engage.directory.models import Organisation
from engage.publishing import desk
from tests.support.accounts import make_account
from tests.support.consultations import make_consultation
from tests.support.drafts import make_group
from tests.support.publishing import make_plan


@pytest.fixture
def staff(site, client):
    with unit_of_work():
        db.session.add_all(
            Organisation(slug=f"surgery-{number:03}", name=f"Surgery {number:03}")
            for number in range(choosing.FITS + 1)
        )
    return client.sign_in(make_account(roles=["administrator", "editor", "officer"]))


def options(page, name) -> list[str]:
    return [each.text_content() for each in page.select(f"select[name={name}] option")]


def test_a_plan_takes_an_organisation_by_its_name(staff):
    plan = make_plan()
    where = {"publication_id": plan.id}
    page = staff.get("publishing_staff.organisations", **where)
    assert options(page, "lines-0-organisation") == ["None"]
    form = page.form(f"/{plan.id}/") | {"lines-0-role": "lead"}
    for typed, words in (("Nowhere", choosing.NOT_THERE), ("surgery", choosing.SEVERAL)):
        refused = staff.post("publishing_staff.organisations", {**form, "lines-0-named": typed}, expect=422, **where)
        assert words in refused.words
    assert options(refused, "lines-0-organisation") == ["None", *(f"Surgery {number:03}" for number in range(12))]
    staff.post("publishing_staff.organisations", {**form, "lines-0-named": "surgery 042"}, **where)
    db.session.rollback()
    [part] = desk.parts_of(plan.id)
    assert db.session.get_one(Organisation, part["organisation"]).name == "Surgery 042"
    again = staff.get("publishing_staff.organisations", **where)
    assert options(again, "lines-0-organisation") == ["None", "Surgery 042"]


def test_a_consultation_asks_for_an_organisation_that_was_found(staff):
    asking = make_group("river-friends", "River Friends")
    it = make_consultation(open=False)
    where = {"consultation_id": it.id}
    form = staff.get("consultations_staff.edit", **where).form() | {"organisation_named": "river"}
    staff.post("consultations_staff.edit", form, **where)
    page = staff.get("consultations_staff.edit", **where)
    assert page.form()["organisation"] == str(asking.id)
    assert page.form()["organisation_named"] == ""
    found = page.form() | {"organisation_named": "Surgery 0"}
    refused = staff.post("consultations_staff.edit", found, expect=422, **where)
    assert choosing.SEVERAL in refused.words
    chosen = next(
        o.get("value") for o in refused.select("select[name=organisation] option") if "003" in o.text_content()
    )
    staff.post("consultations_staff.edit", {**found, "organisation": chosen}, **where)
    assert staff.get("consultations_staff.edit", **where).form()["organisation"] == chosen
