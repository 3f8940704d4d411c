"""An update of what is public waits for its moment: the clock decides, in lists too, and the worker writes it once."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from engage.core import clock, i18n, jobs, ledger
from engage.core.database import db, unit_of_work
from engage.core.errors import Refused
from engage.core.permissions import VISITOR
from engage.publishing import actions, queries
from engage.publishing.models import Publication
from tests.support.accounts import make_account
from tests.support.databases import look_again
from tests.support.publishing import make_plan, save_text


def entries(name):
    return db.session.scalars(select(ledger.Entry).where(ledger.Entry.verb == name).order_by(ledger.Entry.id)).all()


def scheduled(hours=2, **texts):
    """A public plan whose next text waits for so many hours."""
    plan, at = make_plan("Old title"), clock.now() + timedelta(hours=hours)
    save_text(plan, "The new text.", **({"title": "New title"} | texts))
    with unit_of_work():
        actions.publish(VISITOR, publication=plan, at=at, change_note="The date is new.")
    return plan, at


def titles():
    return list(db.session.scalars(select(Publication.title)))


def seen(client, plan):
    return client.get("site.plan", slug=plan.slug).words


def test_readers_see_the_old_text_until_its_moment_and_the_new_one_from_then_on(site, client):
    plan, at = scheduled()
    assert "The new text." not in seen(client, plan)
    assert (plan.title, titles(), plan.live_revision) == ("Old title", ["Old title"], 1)
    assert queries.next_change(clock.now()) == at
    with time_machine.travel(at - timedelta(seconds=1), tick=False):
        assert "The new text." not in seen(client, plan)
        assert queries.revision(plan.id, 2).made_live_at == at
    with time_machine.travel(at, tick=False):
        words = seen(client, plan)
        assert "The new text." in words
        assert "The date is new." in words
        assert "New title" in client.get("site.plans").words
        assert (plan.title, titles(), plan.live_revision, plan.updated_at) == ("New title", ["New title"], 2, at)
        assert entries("publication.updated") == []


def test_the_worker_writes_it_once(site):
    plan, at = scheduled()
    jobs.run("publishing.announce")
    assert entries("publication.updated") == []
    with time_machine.travel(at + timedelta(minutes=1), tick=False):
        jobs.run("publishing.announce")
        jobs.run("publishing.announce")
        look_again()
        assert (plan.standing_title, plan.standing_revision, plan.next_at) == ("New title", 2, None)
        assert plan.updated_at == at
    written = entries("publication.updated")
    assert [(entry.subject_id, entry.actor_id, entry.values) for entry in written] == [(plan.id, None, {"revision": 2})]


def test_who_changes_it_after_its_moment_writes_it_first(site):
    plan, at = scheduled()
    with time_machine.travel(at + timedelta(minutes=1), tick=False):
        save_text(plan, "A third text.", publish=True)
        jobs.run("publishing.announce")
    assert [entry.values["revision"] for entry in entries("publication.updated")] == [2, 3]
    assert plan.live_revision == 3


def test_what_is_written_meanwhile_does_not_slip_into_it(site):
    plan, at = scheduled()
    save_text(plan, "Not yet decided.", title="A third title")
    with unit_of_work():
        actions.set_details(VISITOR, publication=plan, contact_name="Ada Obi")
    with time_machine.travel(at, tick=False):
        assert queries.revision(plan.id, plan.live_revision).body == "The new text."
        assert plan.title == "New title"


def test_details_that_are_changed_meanwhile_leave_it_as_it_is(site):
    plan, at = scheduled()
    with unit_of_work():
        actions.set_details(VISITOR, publication=plan, contact_name="Ada Obi")
    assert plan.live_revision == 1
    with time_machine.travel(at, tick=False):
        assert queries.revision(plan.id, plan.live_revision).body == "The new text."
        assert plan.live_revision == plan.latest_revision


def test_it_can_be_taken_back_and_put_elsewhere_and_overtaken(site):
    plan, at = scheduled()
    with unit_of_work():
        actions.unschedule(VISITOR, publication=plan)
    with time_machine.travel(at, tick=False):
        assert plan.title == "Old title"
    with unit_of_work():
        actions.publish(VISITOR, publication=plan, at=at)
        actions.publish(VISITOR, publication=plan, at=at)
        actions.publish(VISITOR, publication=plan, at=at + timedelta(hours=1))
    with time_machine.travel(at, tick=False):
        assert plan.title == "Old title"
    with unit_of_work():
        actions.publish(VISITOR, publication=plan)
    assert (plan.title, plan.next_at) == ("New title", None)
    assert len(entries("publication.scheduled")) == 3
    assert len(entries("publication.update_unscheduled")) == 1


def test_withdrawing_takes_it_back(site):
    plan, at = scheduled()
    with unit_of_work():
        actions.withdraw(VISITOR, publication=plan, reason="The board stopped it.")
    assert plan.next_at is None
    with pytest.raises(Refused, match="Publish it again now"), unit_of_work():
        actions.publish(VISITOR, publication=plan, at=at)


def test_an_editor_schedules_it_to_the_minute_on_the_sites_clock(site, client):
    plan = make_plan()
    save_text(plan, "The new text.")
    client.sign_in(make_account(roles=["editor"]))
    local = i18n.local(clock.now() + timedelta(days=2))
    page = client.get("publishing_staff.release", publication_id=plan.id)
    form = page.form("/update/") | {"when": "later", "change_note": "A new date.", "date": "", "time": ""}
    refused = client.post("publishing_staff.update", form, publication_id=plan.id, expect=422)
    assert "Enter a real date" in refused.words
    assert refused.form("/update/")["change_note"] == "A new date."
    far = client.post(
        "publishing_staff.update", form | {"date": "9999-01-02", "time": "09:30"}, publication_id=plan.id, expect=422
    )
    assert "is more than 20 years from now. Check the year." in far.words
    form |= {"date": local.date().isoformat(), "time": "09:30"}
    page = client.post("publishing_staff.update", form, publication_id=plan.id, follow=True)
    assert "Readers see an update on" in page.words
    assert "9:30" in page.words
    again = page.form("/update/")
    assert (again["change_note"], again["when"], again["date"]) == ("A new date.", "later", local.date().isoformat())
    look_again()
    assert i18n.local(plan.next_at).strftime("%H:%M") == "09:30"
    assert "Update scheduled" in client.get("publishing_staff.index", state="scheduled").words
    assert "as soon as you save it" in client.get("publishing_staff.details", publication_id=plan.id).words
    client.post("publishing_staff.unschedule", page.form("/unschedule/"), publication_id=plan.id, follow=True)
    look_again()
    assert plan.next_at is None
