"""Two people at the same moment: in threads, each with its own connection."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from engage.core import clock, ledger
from engage.core.database import db, unit_of_work
from engage.core.errors import Refused
from engage.core.permissions import VISITOR
from engage.publishing import actions, queries
from engage.publishing.jobs import announce_due
from tests.support.databases import look_again
from tests.support.publishing import make_plan


def at_once(site, *acts):
    """What each act gives or how it refuses, all begun together."""
    together = Barrier(len(acts))

    def run(act):
        with site.app_context():
            together.wait()
            try:
                with unit_of_work():
                    return act()
            except Refused as refusal:
                return refusal
            finally:
                db.session.remove()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_of_two_who_save_one_is_told(site):
    plan = make_plan(body="Text.")

    def saving(body):
        def save():
            found = queries.publication(plan.id)
            return actions.save_revision(
                VISITOR, publication=found, base_revision=1, title=found.title, standfirst="", body=body
            ).number

        return save

    outcomes = at_once(site, saving("Hers."), saving("His."))
    assert sorted(isinstance(outcome, actions.Conflict) for outcome in outcomes) == [False, True]
    look_again()
    assert plan.latest_revision == 2


def test_two_who_publish_write_it_once(site):
    plan = make_plan(published=False)

    def publish():
        actions.publish(VISITOR, publication=queries.publication(plan.id))

    at_once(site, publish, publish)
    look_again()
    assert db.session.query(ledger.Entry).filter_by(verb="publication.published").count() == 1


def test_two_plans_of_one_title_get_two_addresses_or_a_sentence(site):
    def begin():
        return actions.create_plan(VISITOR, title="Same", body="Text.").slug

    outcomes = at_once(site, begin, begin)
    slugs = [outcome for outcome in outcomes if isinstance(outcome, str)]
    assert len(slugs) == len(set(slugs)) >= 1
    assert all(isinstance(outcome, str | Refused) for outcome in outcomes)


def test_two_workers_announce_once(site, database_home):
    plan = make_plan(published=False)
    with unit_of_work():
        actions.publish(VISITOR, publication=plan)
        plan.announced_at = None
    before = db.session.query(ledger.Entry).filter_by(verb="publication.published").count()
    db.session.rollback()
    together = Barrier(2)

    def work(_number):
        with site.app_context():
            together.wait()
            announce_due()
            db.session.remove()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(work, range(2)))
    look_again()
    assert db.session.query(ledger.Entry).filter_by(verb="publication.published").count() == before + 1
    assert plan.announced_at <= clock.now()


def test_two_who_write_the_same_new_page_lose_nothing(site):
    def saving(body):
        return lambda: actions.save_page(VISITOR, slug="help", title="Help", body=body, base="new").body

    outcomes = at_once(site, saving("Hers."), saving("His."))
    assert sorted(isinstance(outcome, actions.Stale) for outcome in outcomes) == [False, True]
    look_again()
    assert queries.site_page("help").body in outcomes


def test_two_sections_of_one_address_are_one_and_a_sentence(site):
    def add():
        return actions.add_section(VISITOR, slug="views", name="Views").slug

    outcomes = at_once(site, add, add)
    assert sorted(isinstance(outcome, Refused) for outcome in outcomes) == [False, True]


def test_what_is_saved_at_the_moment_of_publishing_is_kept_and_waits(site):
    plan = make_plan(body="First.", published=False)

    def publish():
        actions.publish(VISITOR, publication=queries.publication(plan.id))

    def save():
        return actions.save_revision(
            VISITOR, publication=queries.publication(plan.id), base_revision=1, title="T", standfirst="", body="Second."
        ).number

    assert at_once(site, publish, save) == [None, 2]
    look_again()
    assert queries.latest_revision(plan).body == "Second."
    assert queries.revision(plan.id, plan.live_revision).made_live_at is not None
    assert [block.text for block in queries.live_blocks(plan)] in (["First."], ["Second."])
