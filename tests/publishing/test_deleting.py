"""A draft that was never public can go, with all that belongs to it; nothing else can."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from engage.core import clock, files, ledger
from engage.core.database import Base, db, unit_of_work
from engage.core.errors import Refused
from engage.core.files import StoredFile
from engage.core.permissions import VISITOR
from engage.publishing import actions
from engage.publishing.models import Plan, Publication
from tests.support.accounts import make_account
from tests.support.comments import make_comment, open_thread
from tests.support.databases import look_again
from tests.support.publishing import make_plan, make_post, save_text, store_file, store_picture

KEPT = ("revision", "block", "autosave", "attachment", "milestone", "related", "plan", "publication", "thread")


def rows():
    tables = Base.metadata.tables
    return {name: db.session.scalar(select(func.count()).select_from(tables[name])) for name in KEPT}


def delete(client, publication, expect=303, **sent):
    return client.post("publishing_staff.delete", sent, publication_id=publication.id, expect=expect)


def test_a_draft_goes_with_all_that_belongs_to_it(site, client):
    author = make_account(roles=["author"])
    plan, kept = make_plan(published=False), make_post()
    stored, shared = store_file(), store_file("shared.csv")
    with unit_of_work():
        plan.created_by = author.id
        for publication, file in ((plan, stored), (plan, shared), (kept, shared)):
            actions.attach(VISITOR, publication=publication, stored=file, title="A file")
        actions.set_milestones(VISITOR, plan=plan, milestones=[actions.MilestoneLine(clock.now().date(), "Start")])
        actions.set_related(VISITOR, publication=kept, others=[(plan, "")])
        actions.set_details(VISITOR, publication=kept, answers=plan)
    open_thread(plan)
    save_text(plan, "Another text.")
    client.sign_in(author)
    client.post(
        "publishing_staff.autosave",
        {"title": "T", "body": "typed", "base_revision": "1"},
        publication_id=plan.id,
        expect=200,
    )
    lay, lies = files.location(stored), files.location(shared)
    page = client.get("publishing_staff.delete", publication_id=plan.id)
    assert "cannot be brought back" in page.words
    before, number, slug = rows(), plan.id, plan.slug
    delete(client, plan)
    delete(client, plan)
    look_again()
    after = rows()
    assert (after["plan"], after["thread"], after["milestone"], after["related"], after["autosave"]) == (0, 0, 0, 0, 0)
    assert after["publication"] == before["publication"] - 1
    assert after["revision"] == db.session.get(Publication, kept.id).latest_revision
    assert db.session.get(Publication, kept.id).answers_id is None
    assert (lay.exists(), lies.exists()) == (False, True)
    assert db.session.get(StoredFile, shared.id) is not None
    entries = db.session.scalars(select(ledger.Entry).where(ledger.Entry.verb == "publication.deleted")).all()
    assert [(e.subject_id, e.actor_id, e.values) for e in entries] == [
        (number, author.id, {"kind": "plan", "slug": slug})
    ]
    client.get("publishing_staff.delete", publication_id=number, expect=404)


def test_the_number_of_a_deleted_draft_is_given_to_nothing_else(site):
    draft = make_plan(published=False)
    with unit_of_work():
        actions.delete_draft(VISITOR, publication=draft)
    assert make_plan(published=False).id > draft.id
    assert db.session.query(Plan).count() == 1


def test_what_was_public_or_will_be_or_is_spoken_of_stays(site):
    public, scheduled = make_plan(), make_post(at=clock.now() + timedelta(days=1), picture=store_picture())
    commented = make_plan()
    make_comment(commented)
    for publication, why in ((public, "was public"), (scheduled, "by the clock"), (commented, "was public")):
        with pytest.raises(Refused, match=why), unit_of_work():
            actions.delete_draft(VISITOR, publication=publication)
    with unit_of_work():
        actions.unschedule(VISITOR, publication=scheduled)
        actions.delete_draft(VISITOR, publication=scheduled)
    assert db.session.query(Publication).count() == 2


def test_only_who_began_it_or_could_publish_it_may_delete_it(site, client):
    plan = make_plan(published=False)
    client.sign_in(make_account(roles=["author"]))
    assert "Delete this draft" not in client.get("publishing_staff.release", publication_id=plan.id).words
    client.get("publishing_staff.delete", publication_id=plan.id, expect=403)
    client.sign_in(make_account(roles=["editor"]))
    assert "Delete this draft" in client.get("publishing_staff.release", publication_id=plan.id).words
    with unit_of_work():
        actions.publish(VISITOR, publication=plan)
    page = delete(client, plan, expect=422)
    assert "it stays on the record" in page.words
