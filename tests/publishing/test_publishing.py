"""When a publication is public: the embargo, the clock, updates, withdrawal."""

from datetime import timedelta

import pytest
import time_machine

from engage.accounts.session import viewer_for
from engage.core import cache, clock, jobs, ledger
from engage.core.database import db, unit_of_work
from engage.core.errors import Refused
from engage.core.permissions import VISITOR
from engage.publishing import actions, queries
from engage.publishing.models import Plan, PlanStatus
from tests.support.accounts import make_account
from tests.support.publishing import make_plan, make_post, make_section, notes_for_readers, save_text


def entries(*names):
    rows = db.session.query(ledger.Entry).order_by(ledger.Entry.id)
    return [row for row in rows if row.verb in names]


def test_a_draft_is_seen_by_those_who_write_only(site):
    plan = make_plan(published=False)
    assert not queries.visible(VISITOR, plan)
    assert not queries.visible(viewer_for(make_account()), plan)
    assert not queries.visible(viewer_for(make_account(roles=["moderator"])), plan)
    assert queries.visible(viewer_for(make_account(roles=["author"])), plan)
    assert queries.listed_plans(clock.now()) == []


def test_publishing_makes_the_newest_texts_public_and_says_so_once(site):
    plan = make_plan("Old title", published=False)
    save_text(plan, "Newest.", title="New title")
    for _ in range(2):
        with unit_of_work():
            actions.publish(VISITOR, publication=plan)
    assert (plan.title, plan.live_revision) == ("New title", 2)
    assert queries.visible(VISITOR, plan)
    assert [row.id for row in queries.listed_plans(clock.now())] == [plan.id]
    assert [entry.values for entry in entries("publication.published", "publication.updated")] == [{"revision": 2}]


def test_an_embargo_ends_by_the_clock_and_the_worker_writes_it_once(site):
    now = clock.now()
    post = make_post(at=now + timedelta(hours=2))
    assert not queries.visible(VISITOR, post)
    assert queries.listed_posts(now) == []
    assert queries.next_change(now) == post.publish_at
    jobs.run("publishing.announce")
    assert not entries("publication.published")
    with time_machine.travel(now + timedelta(hours=2, seconds=1), tick=False):
        assert queries.visible(VISITOR, post)
        assert len(queries.listed_posts(clock.now())) == 1
        assert queries.next_change(clock.now()) is None
        jobs.run("publishing.announce")
        jobs.run("publishing.announce")
    written = entries("publication.published")
    assert [(entry.subject_id, entry.actor_id) for entry in written] == [(post.id, None)]


def test_drafts_written_during_the_embargo_do_not_slip_into_it(site):
    now = clock.now()
    post = make_post(body="Scheduled.", at=now + timedelta(hours=1))
    save_text(post, "Not yet decided.")
    with time_machine.travel(now + timedelta(hours=2), tick=False):
        assert [block.text for block in queries.live_blocks(post)] == ["Scheduled."]
        assert queries.revision(post.id, post.live_revision).body == "Scheduled."


def test_a_scheduled_publication_can_be_a_draft_again(site):
    now = clock.now()
    post = make_post(at=now + timedelta(hours=1))
    with unit_of_work():
        actions.unschedule(VISITOR, publication=post)
    with time_machine.travel(now + timedelta(hours=2), tick=False):
        assert not queries.visible(VISITOR, post)
        jobs.run("publishing.announce")
    assert not entries("publication.published")


def test_an_update_keeps_the_first_date_and_carries_its_note(site):
    plan = make_plan()
    first = plan.publish_at
    save_text(plan, "Corrected.")
    with unit_of_work():
        actions.publish(VISITOR, publication=plan, change_note="The date of the meeting was wrong.")
    assert plan.publish_at == first
    assert plan.updated_at is not None
    assert notes_for_readers(plan) == ["The date of the meeting was wrong."]
    assert len(entries("publication.updated")) == 1


def test_there_is_nothing_to_schedule_where_readers_see_the_newest_text(site):
    plan = make_plan()
    with pytest.raises(Refused, match="nothing to schedule"), unit_of_work():
        actions.publish(VISITOR, publication=plan, at=clock.now() + timedelta(days=1))


def test_nothing_without_a_text_is_published(site):
    plan = make_plan(body="", published=False)
    with pytest.raises(Refused, match="Write the text"), unit_of_work():
        actions.publish(VISITOR, publication=plan)


def test_an_older_date_is_kept_for_what_was_public_elsewhere(site):
    then = clock.now() - timedelta(days=2200)
    post = make_post(at=then)
    assert post.publish_at == then
    assert len(entries("publication.published")) == 1


def test_what_is_withdrawn_stays_at_its_address_out_of_every_list(site):
    plan = make_plan()
    with unit_of_work():
        actions.withdraw(VISITOR, publication=plan, reason="The board stopped it.")
    assert queries.visible(VISITOR, plan)
    assert queries.access_publication(VISITOR, plan.kind, plan.slug) is plan
    assert queries.listed_plans(clock.now()) == []
    assert (plan.withdrawn_reason, plan.status) == ("The board stopped it.", PlanStatus.WITHDRAWN)
    with unit_of_work():
        actions.publish(VISITOR, publication=plan)
    assert plan.withdrawn_at is None
    assert plan.status is PlanStatus.IN_PREPARATION
    assert len(queries.listed_plans(clock.now())) == 1


@pytest.mark.parametrize("reason", ["", "  \u200b "])
def test_withdrawing_needs_a_reason(site, reason):
    plan = make_plan()
    with pytest.raises(Refused, match="Say why"), unit_of_work():
        actions.withdraw(VISITOR, publication=plan, reason=reason)
    assert plan.withdrawn_at is None


def test_a_draft_cannot_be_withdrawn(site):
    plan = make_plan(published=False)
    with pytest.raises(Refused, match="not public"), unit_of_work():
        actions.withdraw(VISITOR, publication=plan, reason="A mistake.")


def test_a_status_is_told_to_followers_only_when_the_plan_is_public(site):
    draft, plan = make_plan(published=False), make_plan()
    for row in (draft, plan):
        with unit_of_work():
            actions.set_status(VISITOR, plan=row, status=PlanStatus.BEING_DECIDED)
    told = entries("plan.status_changed")
    assert [(entry.subject_id, entry.values) for entry in told] == [
        (plan.id, {"old": "open_for_comment", "new": "being_decided"})
    ]


def test_a_public_plan_is_not_withdrawn_by_its_status_alone(site):
    plan = make_plan()
    with pytest.raises(Refused, match="Withdraw the plan"), unit_of_work():
        actions.set_status(VISITOR, plan=plan, status=PlanStatus.WITHDRAWN)


def test_every_change_of_what_is_public_renews_the_pages(site):
    plan = make_plan()

    def version():
        return cache.versions([cache.SITE, plan.scope])

    before = version()
    save_text(plan, "A draft renews nothing.")
    assert version() == before
    with unit_of_work():
        actions.publish(VISITOR, publication=plan)
    assert all(new > old for new, old in zip(version(), before, strict=True))


def test_lists_are_paged_by_key_newest_first(site):
    now = clock.now()
    section = make_section()
    made = [make_post(section=section, at=now - timedelta(days=days)) for days in (3, 1, 2, 1)]
    by_age = sorted(made, key=lambda post: (post.publish_at, post.id), reverse=True)
    first = queries.listed_posts(now, section="news", limit=2)
    rest = queries.listed_posts(now, section=section, after=(first[-1].publish_at, first[-1].id), limit=9)
    assert [post.id for post in [*first, *rest]] == [post.id for post in by_age]
    assert rest[0].section.name == "News"


def test_one_statement_reads_a_publication_whole(site):
    plan = make_plan()
    db.session.expunge_all()
    found = queries.publication(plan.id)
    assert isinstance(found, Plan)
    assert found.status is PlanStatus.OPEN_FOR_COMMENT
