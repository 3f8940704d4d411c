"""The yearly check of entries."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from engage.core import clock, jobs
from engage.core.database import db, reading, unit_of_work
from engage.core.outbox import OutboxMessage
from engage.core.permissions import VISITOR
from engage.directory import actions, queries
from engage.directory.models import Merge
from engage.directory_upkeep.actions import checking
from engage.directory_upkeep.actions.merging import merge_organisations, undo_merge
from engage.directory_upkeep.queries import checks
from engage.taxonomy.actions import add_area
from engage.taxonomy.models import AreaKind
from tests.support.accounts import make_account
from tests.support.directory import make_organisation


def known_long(name="", **facts):
    """An organisation of which nobody has said for over a year that its entry is right."""
    with clock.pretending(clock.now() - timedelta(days=400)):
        return make_organisation(name, **facts)


@pytest.fixture
def carers(site):
    made = known_long("Carers of the Vale", email="hello@carers.example")
    jobs.run("directory.checks")
    return made


def mails():
    with reading():
        return db.session.scalars(select(OutboxMessage).where(OutboxMessage.name == "entry_check")).all()


def link():
    (mail,) = mails()
    return re.search(r"/organisations/check/\S+/", mail.text)[0]


def test_an_organisation_is_asked_once_and_opening_the_link_changes_nothing(client, carers):
    before = carers.last_confirmed_at
    known_long("Without an address")
    make_organisation("Added today", email="hello@today.example")
    jobs.run("directory.checks")
    assert "Is your entry still right?" in client.get(link()).words
    with reading():
        db.session.expire_all()
        assert queries.organisation(carers.id).last_confirmed_at == before
    page = client.post(link(), {}, follow=True)
    assert "Your entry is confirmed." in page.words
    with reading():
        db.session.expire_all()
        assert queries.organisation(carers.id).last_confirmed_at > before
    client.get("/organisations/check/wrong/", expect=410)


def test_so_many_are_asked_a_day(site, monkeypatch):
    monkeypatch.setattr(checking, "MOST_A_DAY", 2)
    for number in range(4):
        known_long(email=f"hello@group{number}.example")
    jobs.run("directory.checks")
    jobs.run("directory.checks")
    assert len(mails()) == 2


@pytest.mark.parametrize(("accept", "name"), [("yes", "Carers of North Vale"), ("no", "Carers of the Vale")])
def test_a_correction_waits_for_staff(client, another_client, carers, accept, name):
    form = {"name": "Carers of the Vale", "description": "", "website": "", "email": "hello@carers.example"}
    client.post(f"{link()}correction/", form, expect=422)
    wanted = {**form, "name": "Carers of North Vale", "note": "We moved to Corn Street."}
    assert "We look at what you wrote" in client.post(f"{link()}correction/", wanted, follow=True).words
    another_client.sign_in(make_account(roles=["officer"]))
    page = another_client.get("directory_upkeep_staff.corrections")
    assert "Carers of North Vale" in page.words
    assert "We moved to Corn Street." in page.words
    page = another_client.post("directory_upkeep_staff.settle", {"accept": accept}, check_id=1, follow=True)
    assert "Nothing waits." in page.words
    with reading():
        db.session.expire_all()
        assert queries.organisation(carers.id).name == name


def test_an_officer_of_one_area_sees_the_corrections_of_it_only(client, another_client, carers):
    with unit_of_work():
        coast = add_area(VISITOR, code="SC", name="South Coast", kind=AreaKind.SYSTEM)
    form = {"name": "Carers of North Vale", "description": "", "website": "", "email": "hello@carers.example"}
    client.post(f"{link()}correction/", form)
    another_client.sign_in(make_account(roles=["officer"], area=coast))
    assert "Nothing waits." in another_client.get("directory_upkeep_staff.corrections").words
    another_client.post("directory_upkeep_staff.settle", {"accept": "yes"}, check_id=1, expect=403)
    with unit_of_work():
        actions.set_areas(VISITOR, organisation=queries.organisation(carers.id), areas=[coast])
    assert "Carers of North Vale" in another_client.get("directory_upkeep_staff.corrections").words


SAID = {"name": "Carers of the Vale", "description": "", "website": "", "email": "hello@carers.example"}


def test_a_correction_without_a_note_is_shown_and_a_website_that_runs_is_refused(client, another_client, carers):
    page = client.post(f"{link()}correction/", {**SAID, "website": "javascript:alert(1)"}, expect=422)
    assert "Enter the whole address of the website" in page.words
    client.post(f"{link()}correction/", {**SAID, "website": "https://carers.example"})
    another_client.sign_in(make_account(roles=["officer"]))
    assert "https://carers.example" in another_client.get("directory_upkeep_staff.corrections").words


def test_an_answer_can_be_amended_and_nobody_takes_in_what_he_has_not_seen(client, another_client, carers):
    page = client.post(f"{link()}correction/", {**SAID, "name": "Carers of Nort Vale"}, follow=True)
    assert page.form("/correction/")["name"] == "Carers of Nort Vale", "it can be amended"
    another_client.sign_in(make_account(roles=["officer"]))
    seen = another_client.get("directory_upkeep_staff.corrections").form("/corrections/1/")["seen"]
    client.post(f"{link()}correction/", {**SAID, "name": "Carers of North Vale"})
    said = {"accept": "yes", "seen": seen}
    page = another_client.post("directory_upkeep_staff.settle", said, check_id=1, follow=True)
    assert "The organisation has changed its answer" in page.words
    assert "Carers of North Vale" in page.words
    page = client.post(link(), {}, follow=True)
    assert "Your entry is confirmed." in page.words, "it takes back what it said"
    assert "Nothing waits." in another_client.get("directory_upkeep_staff.corrections").words
    client.post(f"{link()}correction/", {**SAID, "name": "Vale Carers"})
    assert "Vale Carers" in another_client.get("directory_upkeep_staff.corrections").words


def test_every_answer_is_kept_with_what_stood_there_and_who_took_it_in(client, another_client, carers):
    staff = another_client.sign_in(make_account(roles=["officer"], name="Olga Marsh"))
    assert "It has not answered." in staff.get("directory_upkeep_staff.entry_checks", organisation_id=carers.id).words
    client.post(link(), {})
    assert "Right as it stood" in staff.get("directory_upkeep_staff.entry_checks", organisation_id=carers.id).words
    client.post(f"{link()}correction/", {**SAID, "name": "Vale Carers", "note": "We moved."})
    client.post(f"{link()}correction/", {**SAID, "name": "Carers of North Vale"})
    seen = staff.get("directory_upkeep_staff.corrections").form("/corrections/1/")["seen"]
    assert "Waits to be looked at" in staff.get("directory_upkeep_staff.entry_checks", organisation_id=carers.id).words
    staff.post("directory_upkeep_staff.settle", {"accept": "yes", "seen": seen}, check_id=1)
    page = staff.get("directory_upkeep_staff.entry_checks", organisation_id=carers.id)
    newest, first = page.select("main table")
    assert [cell.text_content() for cell in newest.xpath(".//tbody//td")] == [
        "Carers of the Vale",
        "Carers of North Vale",
    ]
    assert "Vale Carers" in first.text_content()
    assert "We moved." in first.text_content()
    for said in ("Taken in by Olga Marsh", "It said something else since"):
        assert said in page.words


def test_what_was_said_is_forgotten_after_three_years_and_that_it_was_said_stays(client, another_client, carers):
    with clock.pretending(clock.now() - timedelta(days=1200)), unit_of_work():
        opened = checks.opened_check(1)
        checking.propose_correction(
            check=opened.check, organisation=opened.organisation, said={**SAID, "name": "Vale Carers"}, note=""
        )
    staff = another_client.sign_in(make_account(roles=["officer"]))
    assert "Vale Carers" in staff.get("directory_upkeep_staff.entry_checks", organisation_id=carers.id).words
    jobs.run("directory.checks")
    page = staff.get("directory_upkeep_staff.entry_checks", organisation_id=carers.id)
    assert "What it said is kept no longer." in page.words
    assert "Vale Carers" not in page.words
    assert "Nothing waits." in staff.get("directory_upkeep_staff.corrections").words


def test_the_answers_of_a_double_stand_with_the_record_that_is_kept(client, another_client, carers):
    client.post(f"{link()}correction/", {**SAID, "name": "Vale Carers"})
    kept = make_organisation("Carers of all vales")
    with unit_of_work():
        merge_organisations(VISITOR, kept=queries.organisation(kept.id), double=queries.organisation(carers.id))
    staff = another_client.sign_in(make_account(roles=["officer"]))
    staff.get("directory_upkeep_staff.entry_checks", organisation_id=carers.id, expect=303)
    assert "Vale Carers" in staff.get("directory_upkeep_staff.entry_checks", organisation_id=kept.id).words
    page = staff.get("directory_upkeep_staff.corrections")
    assert "Carers of all vales" in page.select("main h2")[0].text_content()
    sent = {"accept": "yes", "seen": page.form("/corrections/1/")["seen"]}
    staff.post("directory_upkeep_staff.settle", sent, check_id=1)
    db.session.expire_all()
    with reading():
        assert queries.organisation(kept.id).name == "Vale Carers"
    assert "Taken in" in staff.get("directory_upkeep_staff.entry_checks", organisation_id=kept.id).words


def merged(double, **facts):
    """A record of the same organisation, of which another became part."""
    kept = make_organisation("Carers of all vales", **{"email": "post@vales.example", **facts})
    with unit_of_work():
        queries.organisation(kept.id).telephone = "01632 960001"
        merge = merge_organisations(VISITOR, kept=queries.organisation(kept.id), double=queries.organisation(double.id))
    return kept, merge


def test_the_link_of_a_double_opens_the_entry_that_is_kept_and_taken_apart_its_own_again(client, carers):
    kept, merge = merged(carers)
    page = client.get(link())
    assert "Carers of all vales" in page.words
    assert "We found that “Carers of the Vale” and this are the same organisation" in page.words
    assert "01632 960001" not in page.text, "the address proved the double, and the telephone is not public"
    assert "Your entry is confirmed." in client.post(link(), {}, follow=True).words
    db.session.expire_all()
    with reading():
        assert queries.organisation(kept.id).last_confirmed_at > clock.now() - timedelta(minutes=1)
    with unit_of_work():
        undo_merge(VISITOR, merge=db.session.get(Merge, merge.id))
    assert "Carers of all vales" not in client.get(link()).words


def test_what_is_said_by_the_link_of_a_double_is_about_the_entry_that_is_kept(client, another_client, carers):
    kept, _ = merged(carers)
    client.post(f"{link()}correction/", {**SAID, "name": "Vale Carers", "email": "post@vales.example"})
    page = another_client.sign_in(make_account(roles=["officer"])).get("directory_upkeep_staff.corrections")
    assert "Carers of all vales" in page.select("main h2")[0].text_content()
    another_client.post("directory_upkeep_staff.settle", {"accept": "yes"}, check_id=1)
    db.session.expire_all()
    with reading():
        assert queries.organisation(kept.id).name == "Vale Carers"


def test_of_an_entry_that_is_not_public_a_double_of_another_address_shows_nothing(client, carers):
    kept, _ = merged(carers, is_public=False)
    page = client.get(link(), expect=410)
    assert kept.name not in page.text
    client.post(link(), {}, expect=410)
    client.post(f"{link()}correction/", {**SAID, "name": "Vale Carers"}, expect=410)


def test_one_address_in_both_records_sees_the_whole_entry(client, carers):
    merged(carers, is_public=False, email="Hello@carers.example")
    assert "01632 960001" in client.get(link()).words


def test_who_read_the_double_before_it_was_merged_answers_nothing_about_the_other_unseen(client, carers):
    before = client.get(link())
    confirm, correct = (form.get("action") for form in before.select("main form"))
    kept, _ = merged(carers)
    stood = queries.organisation(kept.id).last_confirmed_at
    page = client.post(confirm, {}, expect=422)
    assert "We have changed which entry is yours" in page.words
    page = client.post(correct, {**SAID, "name": "Vale Carers"}, expect=422)
    assert page.form("/correction/")["name"] == "Vale Carers", "what was typed stays in its box"
    with reading():
        assert checks.opened_check(1).check.answered_at is None
        assert queries.organisation(kept.id).last_confirmed_at == stood
    assert "Your entry is confirmed." in client.post(page.select("main form")[0].get("action"), {}, follow=True).words
