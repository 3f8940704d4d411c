"""Documents that are added, replaced or taken off after the launch: with a reason, in public, and kept."""

import io

import pytest

from engage.consultations import actions, queries
from engage.core import files, jobs
from engage.core.database import unit_of_work
from engage.core.permissions import VISITOR, Role
from tests.support.accounts import mails, make_account
from tests.support.consultations import make_consultation
from tests.support.databases import look_again
from tests.support.publishing import store_file
from tests.support.submissions import make_submission

OTHER, NEW = b"year,visits\n2026,1\n", b"year,visits\n2026,2\n"


@pytest.fixture
def officer(client):
    return client.sign_in(make_account(roles=[Role.OFFICER]))


@pytest.fixture
def launched(site):
    it = make_consultation(open=False)
    with unit_of_work():
        actions.add_material(VISITOR, consultation=it, stored=store_file(), title="Figures")
    with unit_of_work():
        actions.launch(VISITOR, consultation=it)
    return it


def upload(data=NEW, **more):
    return {"file": (io.BytesIO(data), "figures.csv"), "reason": "A row was missing.", **more}


def shown(it):
    look_again()
    return [row.title for row, _ in queries.materials_of(queries.consultation(it.id))]


def test_a_document_is_added_with_a_reason_that_everybody_reads(officer, launched):
    where = {"consultation_id": launched.id}
    page = officer.post("consultations_staff.materials", upload(title="Map", reason=""), expect=422, **where)
    assert "Say why." in page.words
    for _ in range(2):
        officer.post("consultations_staff.materials", upload(title="Map"), **where)
    assert shown(launched) == ["Figures", "Map"]
    words = officer.sign_out().get("consultations.one", slug=launched.slug).words
    assert words.count("The document “Map” was added A row was missing.") == 1


def test_a_replaced_document_stays_readable_as_the_earlier_one(officer, launched):
    ((old, stored),) = queries.materials_of(launched)
    where = {"consultation_id": launched.id, "material_id": old.id}
    officer.get("consultations_staff.replace_material", **where)
    refused = officer.post("consultations_staff.replace_material", {"reason": "Why not."}, expect=422, **where)
    assert "Choose a file." in refused.words
    for _ in range(2):
        officer.post("consultations_staff.replace_material", upload(title="Figures"), **where)
    assert shown(launched) == ["Figures"]
    page = officer.sign_out().get("consultations.one", slug=launched.slug)
    assert page.words.count("The document “Figures” was replaced by a corrected one A row was missing.") == 1
    assert "Earlier documents" in page.words
    officer.get("consultations.material", slug=launched.slug, material_id=old.id, name=stored.name)


def test_what_was_taken_off_is_named_and_given_to_nobody(officer, launched):
    ((old, stored),) = queries.materials_of(launched)
    where = {"consultation_id": launched.id, "material_id": old.id}
    file = {"slug": launched.slug, "material_id": old.id, "name": stored.name}
    officer.get("consultations_staff.take_off_material", **where)
    for _ in range(2):
        officer.post("consultations_staff.take_off_material", {"reason": "It names a patient."}, **where)
    assert shown(launched) == []
    assert "Taken off" in officer.get("consultations_staff.materials", consultation_id=launched.id).words
    officer.get("consultations.material", **file)
    page = officer.sign_out().get("consultations.one", slug=launched.slug)
    assert page.words.count("The document “Figures” was taken off It names a patient.") == 1
    officer.get("consultations.material", expect=404, **file)


def test_a_replaced_document_can_be_taken_off_after_all(officer, launched):
    ((old, stored),) = queries.materials_of(launched)
    where = {"consultation_id": launched.id, "material_id": old.id}
    officer.post("consultations_staff.replace_material", upload(title="Figures"), **where)
    officer.post("consultations_staff.take_off_material", {"reason": "It names a patient."}, **where)
    assert shown(launched) == ["Figures"]
    gone = officer.post("consultations_staff.replace_material", upload(OTHER, title="Other"), expect=422, **where)
    assert "Somebody else has taken this document off" in gone.words
    file = {"slug": launched.slug, "material_id": old.id, "name": stored.name}
    officer.sign_out().get("consultations.material", expect=404, **file)


def test_those_who_have_answered_are_told_which_document_changed(site, launched):
    make_submission(launched, email="ines@x.example")
    with unit_of_work():
        map_file = files.store(files.accept_document("map.csv", NEW))
        actions.add_late_material(VISITOR, consultation=launched, stored=map_file, title="Map", reason="New.")
    for _ in range(2):
        jobs.run("ledger.seal")
        jobs.run("consultations.changes")
    (told,) = [mail for mail in mails("ines@x.example") if "Something changed" in mail.subject]
    assert "The document “Map” was added" in told.text


def test_an_editor_changes_no_document_that_people_have_seen(client, launched):
    ((old, _),) = queries.materials_of(launched)
    client.sign_in(make_account(roles=[Role.EDITOR]))
    assert "Replace" not in client.get("consultations_staff.materials", consultation_id=launched.id).words
    client.post("consultations_staff.materials", upload(title="Map"), consultation_id=launched.id, expect=403)
    where = {"consultation_id": launched.id, "material_id": old.id}
    client.post("consultations_staff.take_off_material", {"reason": "No."}, expect=403, **where)


def test_a_draft_has_nothing_to_replace(officer):
    it = make_consultation(open=False)
    with unit_of_work():
        actions.add_material(VISITOR, consultation=it, stored=store_file(), title="Figures")
    ((row, _),) = queries.materials_of(it)
    officer.get("consultations_staff.replace_material", consultation_id=it.id, material_id=row.id, expect=404)
