"""What happens to an account, and what the ledger says of it."""

import pytest
from sqlalchemy import select

from engage.accounts import actions, queries
from engage.accounts.session import viewer_for
from engage.core import ledger
from engage.core.database import db, unit_of_work
from engage.core.errors import Refused
from engage.core.permissions import VISITOR, Role
from engage.taxonomy.actions import add_area
from engage.taxonomy.models import AreaKind
from tests.support.accounts import make_account


def verbs_of(account_id):
    return list(
        db.session.scalars(
            select(ledger.Entry.verb)
            .where(ledger.Entry.subject_kind == "account", ledger.Entry.subject_id == account_id)
            .order_by(ledger.Entry.id)
        )
    )


def test_an_address_has_one_account_however_it_is_written(site):
    account = make_account("Imogen@NorthVale.example")
    assert account.email == "imogen@northvale.example"
    assert queries.account_by_email(" IMOGEN@northvale.EXAMPLE ").id == account.id
    with pytest.raises(Refused, match="already"):
        make_account("imogen@NORTHVALE.example")
    with pytest.raises(Refused, match="correct format"):
        make_account("imogen at northvale")


def test_the_ledger_tells_the_life_of_an_account_without_its_person(site):
    make_account(roles=["administrator"])
    account = make_account("leaver@northvale.example", name="Leonard Leaver", roles=["editor"])
    with unit_of_work():
        actions.set_details(
            VISITOR, account=queries.account(account.id), name="Leo Leaver", role_title="", organisation_name=""
        )
        actions.end_sessions(VISITOR, account=account)
        actions.revoke_role(VISITOR, account=account, role=Role.EDITOR)
        actions.close_account(VISITOR, account=account)
    assert verbs_of(account.id) == [
        "account.added",
        "account.confirmed",
        "account.role_granted",
        "account.changed",
        "account.sessions_ended",
        "account.role_revoked",
        "account.closed",
    ]
    facts = " ".join(db.session.scalars(select(ledger.Entry.facts)))
    assert "Le" not in facts
    assert "northvale" not in facts


def test_a_closed_account_is_empty_and_its_address_is_free(site):
    account = make_account("leaver@northvale.example", roles=["moderator"])
    with unit_of_work():
        actions.close_account(VISITOR, account=account)
    closed = queries.account(account.id)
    assert (closed.email, closed.name, closed.password_hash) == (None, "Former member", "")
    assert not viewer_for(closed).is_staff
    assert make_account("leaver@northvale.example").id != account.id


def test_a_role_reaches_below_its_area_and_no_further(site):
    with unit_of_work():
        vale = add_area(VISITOR, code="NV", name="North Vale", kind=AreaKind.SYSTEM)
        town = add_area(VISITOR, code="NV-H", name="Hallowby", kind=AreaKind.PLACE, parent=vale)
        coast = add_area(VISITOR, code="SC", name="South Coast", kind=AreaKind.SYSTEM)
    account = make_account(roles=["moderator"], area=vale)
    (grant,) = [grant for grant in viewer_for(account).grants if grant.role is Role.MODERATOR]
    assert grant.covers([town.id])
    assert not grant.covers([coast.id])
    assert not grant.covers([])


def test_granting_twice_is_granting_once(site):
    account = make_account(roles=["editor", "editor"])
    assert [held.grant.role for held in queries.roles_of(account.id)] == [Role.EDITOR]


def test_the_site_keeps_an_administrator(site):
    only = make_account(roles=["administrator"])
    with unit_of_work():
        with pytest.raises(Refused, match="only administrator"):
            actions.revoke_role(VISITOR, account=only, role=Role.ADMINISTRATOR)
        with pytest.raises(Refused, match="only administrator"):
            actions.close_account(VISITOR, account=only)
    make_account(roles=["administrator"])
    with unit_of_work():
        actions.close_account(VISITOR, account=only)
    assert queries.account(only.id).closed_at


def test_an_administrator_is_not_limited_to_an_area(site):
    with unit_of_work():
        area = add_area(VISITOR, code="NV", name="North Vale", kind=AreaKind.SYSTEM)
    with pytest.raises(Refused, match="whole site"):
        make_account(roles=["administrator"], area=area)
    with pytest.raises(Refused, match="member"):
        make_account(roles=["member"])
