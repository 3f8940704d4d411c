"""A double and the record that is kept stand on a map once, and each by itself when they are taken apart again."""

import pytest

from engage.core.database import db, reading, unit_of_work
from engage.core.permissions import VISITOR
from engage.directory import queries
from engage.directory.models import ListWhom, Merge
from engage.directory_upkeep.actions.merging import merge_organisations, undo_merge
from engage.directory_upkeep.actions.merging_contacts import merge_contacts, undo_contact_merge
from engage.reach.queries import list_members, maps
from tests.support.accounts import make_account
from tests.support.databases import look_again
from tests.support.directory import make_contact, make_list, make_organisation
from tests.support.publishing import make_plan
from tests.support.reach import place, whom


@pytest.fixture
def officer(client):
    return client.sign_in(make_account(roles=["officer"]))


def merged(kept, double):
    with unit_of_work():
        return merge_organisations(VISITOR, kept=queries.organisation(kept.id), double=queries.organisation(double.id))


def undone(merge):
    with unit_of_work():
        undo_merge(VISITOR, merge=db.session.get_one(Merge, merge.id))


def standing(plan):
    look_again()
    with reading():
        found = {one.name: (one.across, one.up) for one in maps.placed_on(plan.id, [])}
        assert sum(maps.cells_of(plan.id, []).values()) == len(found)
        return found


def test_the_place_of_the_record_that_is_kept_holds_and_undoing_brings_both_back(officer):
    plan, kept, double = make_plan(), make_organisation("Dale carers"), make_organisation("Carers of the dale")
    place(plan, kept, 5, 4)
    place(plan, double, 1, 2)
    merge = merged(kept, double)
    assert standing(plan) == {"Dale carers": (5, 4)}
    page = officer.get("reach_staff.plan_map", plan_id=plan.id)
    assert len(page.select("svg circle")) == 1
    assert len(page.select("tbody tr")) == 1
    with reading():
        assert [number for _, number in maps.plans_within(None)] == [1]
    page = officer.get("reach_staff.place", plan_id=plan.id, organisation_id=double.id)
    assert "Dale carers" in page.heading
    assert len(page.select("tbody tr")) == 2
    undone(merge)
    assert standing(plan) == {"Dale carers": (5, 4), "Carers of the dale": (1, 2)}


def test_where_only_doubles_stand_the_later_place_holds(site):
    plan = make_plan()
    kept, one, other = (make_organisation(f"Group {number}") for number in range(3))
    place(plan, one, 1, 1)
    place(plan, other, 2, 2)
    merges = [merged(kept, one), merged(kept, other)]
    assert standing(plan) == {"Group 0": (2, 2)}
    chosen = make_list("All", whom=ListWhom.ORGANISATIONS)
    with reading():
        waiting = list_members.not_on_map(plan.id, chosen.id, [])
    assert (list(waiting.whom), standing(plan)) == ([], {"Group 0": (2, 2)})
    place(plan, kept, 3, 3)
    assert standing(plan) == {"Group 0": (3, 3)}
    for merge in reversed(merges):
        undone(merge)
    assert standing(plan) == {"Group 0": (3, 3), "Group 1": (1, 1), "Group 2": (2, 2)}


def test_who_is_taken_off_is_gone_with_its_double_and_can_be_placed_again(officer):
    plan, kept, double = make_plan(), make_organisation("Dale carers"), make_organisation("Carers of the dale")
    place(plan, kept, 5, 4)
    place(plan, double, 1, 2)
    merged(kept, double)
    officer.post("reach_staff.take_off", plan_id=plan.id, organisation_id=double.id)
    assert standing(plan) == {}
    place(plan, kept, 2, 2)
    assert standing(plan) == {"Dale carers": (2, 2)}


def test_a_person_stands_once_too(site):
    plan, kept, double = make_plan(), make_contact("Jo Penn"), make_contact("J Penn")
    place(plan, double, 1, 2)
    with unit_of_work():
        people = {"kept": queries.contact(kept.id), "double": queries.contact(double.id)}
        merge = merge_contacts(VISITOR, **people, from_double={})
    assert standing(plan) == {"Jo Penn": (1, 2)}
    with reading():
        assert maps.present_placement(plan.id, whom(kept)).across == 1
    place(plan, kept, 4, 4)
    assert standing(plan) == {"Jo Penn": (4, 4)}
    with unit_of_work():
        undo_contact_merge(VISITOR, merge=db.session.get_one(Merge, merge.id))
    assert standing(plan) == {"Jo Penn": (4, 4), "J Penn": (1, 2)}
