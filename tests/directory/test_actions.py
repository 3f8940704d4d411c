"""Organisations, the areas that they serve, and who may act for them."""

import pytest

from engage.accounts.actions import close_account
from engage.core.database import unit_of_work
from engage.core.errors import Refused
from engage.core.permissions import VISITOR
from engage.directory import actions, queries
from engage.taxonomy.actions import add_area
from engage.taxonomy.models import AreaKind
from tests.support.accounts import make_account


def test_an_organisation_is_found_by_slug_area_and_member(site):
    account = make_account()
    with unit_of_work():
        area = add_area(VISITOR, code="NV", name="North Vale", kind=AreaKind.SYSTEM)
        board = actions.add_organisation(VISITOR, slug="north-vale-icb", name="North Vale ICB", areas=[area])
        actions.add_member(VISITOR, organisation=board, account=account)
        actions.add_member(VISITOR, organisation=board, account=account)
    assert queries.organisation_by_slug("north-vale-icb").id == board.id
    assert [area.code for area in queries.areas_of(board.id)] == ["NV"]
    assert [found.id for found in queries.organisations_in(frozenset({area.id}))] == [board.id]
    assert queries.organisations_of(account.id) == [board.id]
    assert [member.id for member in queries.members_of(board.id)] == [account.id]
    with unit_of_work():
        actions.remove_member(VISITOR, organisation=board, account_id=account.id)
    assert queries.organisations_of(account.id) == []


def test_who_has_closed_the_account_acts_for_nobody(site):
    account = make_account()
    with unit_of_work():
        board = actions.add_organisation(VISITOR, slug="board", name="Board")
        actions.add_member(VISITOR, organisation=board, account=account)
        close_account(VISITOR, account=account)
    assert queries.members_of(board.id) == []


@pytest.mark.parametrize("slug", ["Board", "a board", "-board", "", "board/x"])
def test_a_slug_is_part_of_an_address(site, slug):
    with unit_of_work(), pytest.raises(Refused) as refusal:
        actions.add_organisation(VISITOR, slug=slug, name="Board")
    assert refusal.value.field == "slug"


def test_a_taken_slug_and_a_strange_website_are_refused(site):
    with unit_of_work():
        actions.add_organisation(VISITOR, slug="board", name="Board")
        with pytest.raises(Refused, match="already"):
            actions.add_organisation(VISITOR, slug="board", name="Another board")
        with pytest.raises(Refused, match="https"):
            actions.add_organisation(VISITOR, slug="other", name="Other", website="javascript:alert(1)")
