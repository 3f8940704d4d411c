"""Likely doubles of organisations over the whole directory: found by the worker, ranked, compared, told apart."""

import pytest
from sqlalchemy import select

from engage.core import jobs
from engage.core.database import db, reading, unit_of_work
from engage.core.permissions import VISITOR
from engage.directory import actions, queries
from engage.directory.actions.records import Parts, set_parts
from engage.directory.models import OrganisationStatus
from engage.directory_upkeep.actions.merging import merge_organisations
from engage.directory_upkeep.models import OrganisationLikeness, OrganisationMark
from engage.directory_upkeep.queries.doubles import likely_doubles
from engage.taxonomy.actions import add_area
from engage.taxonomy.models import AreaKind
from tests.support.accounts import make_account
from tests.support.directory import make_organisation


@pytest.fixture
def desk(client):
    return client.sign_in(make_account(roles=["officer"]))


def group(name, *, codes=(), address="", domains=(), telephone="", parent=None, successors=(), **facts):
    made = make_organisation(name, **facts)
    parts = Parts(
        telephone=telephone,
        status=OrganisationStatus.OPEN,
        is_public=True,
        former_names=[],
        codes=codes,
        addresses=[address] if address else [],
        domains=domains,
        parent=parent,
        successors=successors,
    )
    with unit_of_work():
        set_parts(VISITOR, organisation=queries.organisation(made.id), parts=parts)
    return made


def found():
    """What the worker finds: the names of each pair in order, and why."""
    jobs.run("ledger.seal")
    jobs.run("directory.organisation_doubles")
    with reading():
        rows = db.session.scalars(select(OrganisationLikeness).order_by(OrganisationLikeness.score.desc()))
        names = {each.id: each.name for each in queries.organisations(limit=500)}
        return [(names[row.one_id], names[row.other_id], row.reasons) for row in rows]


ASHBY = "1 High Street\nAshby\nAB1 2CD"


def test_each_reason_is_told_and_the_likeliest_come_first(site):
    group("Dale carers", codes=[("charity", "1234567")])
    group("Dale Carers' Trust", codes=[("other", "1234567")])
    group("Penner wheels", address=ASHBY)
    group("Wheels of Penner", address="1 High St.\nAshby\nAB1 2CD")
    group("Oxmere stroke club", address=ASHBY.replace("AB1 2CD", "ZZ9 9ZZ"))
    group("Oxmere strokes club", address=ASHBY.replace("AB1 2CD", "ZZ9 9ZZ"))
    group("Young voices", telephone="01632 960001")
    group("Voices of youth", telephone="+44 1632 960 001")
    group("Lantern rooms", email="hello@lantern.example")
    group("Something else", email="HELLO@lantern.example")
    assert found() == [
        ("Oxmere stroke club", "Oxmere strokes club", "nearly the same name, the same address"),
        ("Lantern rooms", "Something else", "the same email address"),
        ("Dale carers", "Dale Carers' Trust", "nearly the same name, the same code"),
        ("Penner wheels", "Wheels of Penner", "the same name, the same postcode"),
        ("Young voices", "Voices of youth", "nearly the same name, the same telephone number"),
    ]


def test_a_shared_domain_is_a_weak_reason_and_none_where_many_share_it(site):
    group("Vale pharmacists", domains=["vale.example"])
    group("Lantern rooms", website="https://www.vale.example/lantern")
    for number in range(6):
        group(f"Practice {'ABCDEF'[number]}{number}", domains=["service.example"])
    group("Mote hall", email="mote@nhs.net")
    group("Penner wheels", email="wheels@nhs.net")
    group("Dale carers")
    group("Dale carers")
    assert found() == [
        ("Dale carers", "Dale carers", "the same name"),
        ("Vale pharmacists", "Lantern rooms", "the same domain"),
    ]


def test_what_belongs_together_or_followed_or_has_two_codes_is_no_double(site):
    board = group("North Vale Board")
    group("North Vale Boards", parent=board)
    after = group("South Vale Board")
    group("South Vale Boards", successors=[after])
    group("The Surgery", codes=[("ods", "A11111")], address="2 Low Road\nAshby\nAB1 2CE")
    group("The Surgery", codes=[("ods", "A22222")], address="9 Far Street\nOxmere\nZZ1 1ZZ")
    assert found() == []


def test_the_list_leads_to_both_side_by_side_and_to_one_record(desk):
    kept = group("Dale carers", email="hello@dale.example", address=ASHBY)
    double = group("Dale Carers", website="https://dale.example")
    assert "No organisation seems to be" in desk.get("directory_upkeep_staff.likely_organisations").words
    found()
    page = desk.get("directory_upkeep_staff.likely_organisations")
    assert "the same name" in page.words
    page = desk.get(page.select("td a.button")[0].get("href"))
    for said in ("hello@dale.example", "https://dale.example", "1 High Street", "Keep the other record"):
        assert said in page.words
    page = desk.post(page.select("form[action$='/merge/']")[0].get("action"), follow=True)
    assert "Dale Carers is part of Dale carers now." in page.words
    assert "No organisation seems to be" in desk.get("directory_upkeep_staff.likely_organisations").words
    desk.get("directory_upkeep_staff.compare", organisation_id=kept.id, other_id=double.id, expect=303)
    assert found() == []
    with reading():
        owners = set(db.session.scalars(select(OrganisationMark.organisation_id)))
    assert owners == {kept.id}


def test_those_told_apart_are_forgotten_and_stay_so(desk):
    one, other = make_organisation("Dale carers"), make_organisation("Dale carers")
    assert len(found()) == 1
    page = desk.get("directory_upkeep_staff.compare", organisation_id=one.id, other_id=other.id)
    desk.post(page.select("form[action$='/apart/']")[0].get("action"))
    assert "No organisation seems to be" in desk.get("directory_upkeep_staff.likely_organisations").words
    with unit_of_work():
        actions.change_organisation(
            VISITOR,
            organisation=queries.organisation(one.id),
            name="Dale Carers",
            **dict.fromkeys(("short_name", "kind", "description", "website", "email"), ""),
        )
    assert found() == []


def test_an_officer_of_one_area_sees_pairs_of_it_only(client):
    with unit_of_work():
        vale = add_area(VISITOR, code="NV", name="North Vale", kind=AreaKind.SYSTEM)
    near, far = make_organisation("Dale carers", areas=[vale]), make_organisation("Dale carers")
    found()
    client.sign_in(make_account(roles=["officer"], area=vale))
    assert "No organisation seems to be" in client.get("directory_upkeep_staff.likely_organisations").words
    client.get("directory_upkeep_staff.compare", organisation_id=near.id, other_id=far.id, expect=403)


def test_a_worker_that_died_begins_the_batch_again(site, monkeypatch):
    make_organisation("Dale carers")
    make_organisation("Dale carers")
    jobs.run("ledger.seal")

    def dies(*_):
        raise OSError("gone")

    with monkeypatch.context() as broken:
        broken.setattr("engage.directory_upkeep.jobs.likely_pairs", dies)
        with pytest.raises(OSError, match="gone"):
            jobs.run("directory.organisation_doubles")
    assert len(found()) == 1
    assert len(found()) == 1


def test_many_pairs_are_listed_page_by_page_with_as_many_statements(desk):
    for number in range(12):
        make_organisation("Ashby surgery", email=f"a{number}@a{number}.example")
    found()
    page = desk.get("directory_upkeep_staff.likely_organisations")
    assert len(page.select("tbody tr")) == 50
    older = desk.get(page.select("a[href*='after=']")[0].get("href"))
    assert len(older.select("tbody tr")) == 16
    assert len(older.statements) <= len(page.statements)
    assert desk.get("directory_upkeep_staff.likely_organisations", after="x.1.2").select("tbody tr")


def test_the_records_page_knows_a_double_by_its_marks_before_the_worker_has_seen_the_new_one(site):
    old = group("Lantern rooms", telephone="01632 960001", address=ASHBY)
    found()
    new = group("Rooms at the lantern", telephone="01632 960001", address=ASHBY)
    with reading():
        [each] = likely_doubles(queries.organisation(new.id))
    assert (each.organisation.id, "the same address" in each.reasons) == (old.id, True)
    with unit_of_work():
        merge_organisations(VISITOR, kept=queries.organisation(old.id), double=queries.organisation(new.id))
    with reading():
        assert likely_doubles(queries.organisation(old.id)) == []
