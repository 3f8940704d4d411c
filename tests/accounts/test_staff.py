"""Accounts as administrators see them."""

import pytest

from engage.core.database import unit_of_work
from engage.core.permissions import VISITOR, Role
from engage.taxonomy.actions import add_area
from engage.taxonomy.models import AreaKind
from tests.support.accounts import PASSWORD, mails, make_account, present


@pytest.fixture
def admin(client):
    account = make_account("admin@northvale.example", name="Ada Byron", roles=["administrator"])
    client.sign_in(account)
    return account


@pytest.mark.parametrize("role", sorted({role.value for role in Role} - {"member", "administrator"}))
def test_only_administrators_see_accounts(client, role):
    client.get("accounts_staff.index", expect=303)
    client.sign_in(make_account(roles=[role]))
    client.get("accounts_staff.index", expect=403)


def test_accounts_are_found_by_name_address_and_role(client, admin):
    make_account("mo@northvale.example", name="Mohammed 100%", roles=["moderator"])
    make_account("wilma@northvale.example", name="Wilma")
    for asked in ({"q": "mohammed"}, {"q": "MO@"}, {"q": "100%"}, {"role": "moderator"}):
        page = client.get("accounts_staff.index", **asked)
        assert "Mohammed" in page.words
        assert "Wilma" not in page.words
    assert "No account matches" in client.get("accounts_staff.index", q="100x").words


def test_the_list_is_paged_without_missing_anybody(client, admin):
    for number in range(60):
        make_account(name=f"Person {number:02}")
    page = client.get("accounts_staff.index")
    few = len(page.statements)
    seen = {row.text_content().strip() for row in page.select("tbody th")}
    page = client.get(page.select(".pagination__older")[0].get("href"))
    assert len(page.statements) == few
    seen |= {row.text_content().strip() for row in page.select("tbody th")}
    assert len(seen) == 61


def test_a_role_is_granted_in_an_area_and_revoked(client, admin):
    with unit_of_work():
        area = add_area(VISITOR, code="NV", name="North Vale", kind=AreaKind.SYSTEM)
    other = make_account(name="Mo Salah")
    page = client.post(
        "accounts_staff.grant", {"role": "moderator", "area": str(area.id)}, account_id=other.id, follow=True
    )
    assert "Mo Salah is now moderator." in page.words
    assert "North Vale" in page.words
    page = client.post(page.select("form[action*=revoke]")[0].get("action"), follow=True)
    assert "The role is revoked." in page.words
    assert page.select("form[action*=revoke]") == []


def test_a_refused_grant_says_why(client, admin):
    with unit_of_work():
        area = add_area(VISITOR, code="NV", name="North Vale", kind=AreaKind.SYSTEM)
    other = make_account()
    page = client.post("accounts_staff.grant", {"area": ""}, account_id=other.id, expect=422)
    assert "Choose a role." in page.words
    typed = {"role": "administrator", "area": str(area.id)}
    assert "whole site" in client.post("accounts_staff.grant", typed, account_id=other.id, expect=422).words


def test_the_only_administrator_cannot_be_unmade(client, admin):
    page = client.get("accounts_staff.one", account_id=admin.id)
    page = client.post(page.select("form[action*=revoke]")[0].get("action"), expect=422)
    assert "only administrator" in page.words


def test_somebody_is_signed_out_everywhere(client, another_client, admin):
    other = make_account()
    another_client.sign_in(other).get("accounts.home")
    client.post("accounts_staff.sign_out", account_id=other.id)
    another_client.get("accounts.home", expect=303)


def test_an_account_is_closed_after_a_second_look(client, admin):
    other = make_account("other@northvale.example", name="Olga", password=PASSWORD)
    assert "Tick the box" in client.post("accounts_staff.close", account_id=other.id, expect=422).words
    client.post("accounts_staff.close", {"sure": "y"}, account_id=other.id, follow=True)
    assert present(other).email is None
    assert [mail.name for mail in mails("other@northvale.example")] == ["account_closed"]
    assert "This account is closed" in client.get("accounts_staff.one", account_id=other.id).words


def test_an_account_that_never_was_is_not_found(client, admin):
    client.get("accounts_staff.one", account_id=999, expect=404)
