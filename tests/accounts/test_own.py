"""What a person changes about the own account."""

import pytest

from engage.accounts import passwords
from tests.support.accounts import PASSWORD, link_in, mails, make_account, present

OLD, NEW = "old@northvale.example", "new@northvale.example"


@pytest.fixture
def me(client):
    account = make_account(OLD, password=PASSWORD)
    client.sign_in(account)
    return account


def test_the_account_page_shows_what_is_kept_and_how_to_change_it(client, me):
    page = client.get("accounts.home")
    assert "Imogen Hartley" in page.words
    assert OLD in page.words
    assert "Sign out everywhere else" in page.words


def test_staff_see_their_work(client):
    client.sign_in(make_account(roles=["editor"]))
    assert "Editor" in client.get("accounts.home").words


def test_details_are_changed_and_shown(client, me):
    page = client.post(
        "accounts.details",
        {"name": "Imogen Hart", "role": "Director of Commissioning", "organisation": "North Vale ICB"},
        follow=True,
    )
    assert "Your details are saved." in page.words
    assert "Director of Commissioning" in page.words
    assert client.get("accounts.details").form()["organisation"] == "North Vale ICB"
    assert "Enter your name." in client.post("accounts.details", {"name": ""}, expect=422).words


def test_a_name_cannot_carry_hidden_characters(client, me):
    page = client.post("accounts.details", {"name": "Imo\u202egen \x00Hart"}, expect=422)
    assert "Characters that cannot be shown were taken out" in page.words
    assert present(me).name != "Imogen Hart"
    client.post("accounts.details", page.form("details"))
    assert present(me).name == "Imogen Hart"


def test_a_new_password_ends_the_other_sessions(client, another_client, me):
    another_client.sign_in(me)
    another_client.get("accounts.home")
    page = client.post("accounts.password", {"present": PASSWORD, "password": "eight pink tricycles"}, follow=True)
    assert "signed out everywhere else" in page.words
    another_client.get("accounts.home", expect=303)
    assert [mail.name for mail in mails(OLD)] == ["account_password"]


def test_a_password_is_changed_only_by_who_knows_it(client, me):
    typed = {"present": "a wrong password", "password": "eight pink tricycles"}
    for _ in range(10):
        assert "not your present password" in client.post("accounts.password", typed, expect=422).words
    typed["present"] = PASSWORD
    assert "Wait 15 minutes" in client.post("accounts.password", typed, expect=429).words
    assert passwords.verify(present(me).password_hash, PASSWORD)


def test_signing_out_everywhere_else_keeps_this_browser(client, another_client, me):
    another_client.sign_in(me)
    client.get("accounts.home")
    client.post("accounts.sign_out_everywhere", follow=True)
    client.get("accounts.home")
    another_client.get("accounts.home", expect=303)


def test_an_address_changes_once_the_new_one_confirms_and_both_are_told(client, another_client, me):
    page = client.post("accounts.address", {"email": NEW, "present": PASSWORD}, follow=True)
    assert f"We have written to {NEW}" in page.words
    assert present(me).email == OLD
    link = link_in(mails(NEW)[0])
    assert another_client.get(link).heading == "Use this email address"
    assert present(me).email == OLD
    assert another_client.post(link, follow=True).heading == "Your address is changed"
    assert present(me).email == NEW
    assert [mail.name for mail in mails(OLD)] == ["account_moving", "account_moved"]
    assert [mail.name for mail in mails(NEW)] == ["account_move", "account_moved"]
    another_client.get(link, expect=410)
    assert NEW in client.get("accounts.home").words


def test_moving_to_a_taken_address_says_the_same_and_moves_nothing(client, me):
    make_account("taken@northvale.example", password=PASSWORD)
    free = client.post("accounts.address", {"email": "free@northvale.example", "present": PASSWORD}, follow=True)
    taken = client.post("accounts.address", {"email": "taken@northvale.example", "present": PASSWORD}, follow=True)
    assert free.words.replace("free@", "taken@") == taken.words
    assert [mail.name for mail in mails("taken@northvale.example")] == ["account_move_taken"]


def test_an_address_taken_meanwhile_is_not_taken_away(client, me):
    client.post("accounts.address", {"email": NEW, "present": PASSWORD})
    make_account(NEW, password=PASSWORD)
    page = client.post(link_in(mails(NEW)[0]), expect=422)
    assert "Another account has this address" in page.words
    assert present(me).email == OLD


def test_a_new_password_stops_a_change_of_address(client, me):
    client.post("accounts.address", {"email": NEW, "present": PASSWORD})
    client.post("accounts.password", {"present": PASSWORD, "password": "eight pink tricycles"})
    client.get(link_in(mails(NEW)[0]), expect=410)


def test_the_same_address_is_no_change(client, me):
    page = client.post("accounts.address", {"email": "OLD@northvale.example", "present": PASSWORD}, expect=422)
    assert "has already" in page.words


def test_closing_empties_the_account_and_ends_every_session(client, another_client, me):
    another_client.sign_in(me)
    page = client.get("accounts.close")
    assert "Closing is for good" in page.words
    assert page.form()["names"] == "removed"
    page = client.post("accounts.close", {"names": "removed", "present": PASSWORD}, follow=True)
    assert page.heading == "Your account is closed"
    another_client.get("accounts.home", expect=303)
    closed = present(me)
    assert (closed.email, closed.name) == (None, "Former member")
    assert [mail.name for mail in mails(OLD)] == ["account_closed"]
    client.post("accounts.sign_in", {"email": OLD, "password": PASSWORD}, expect=422)


def test_the_only_administrator_stays(client):
    client.sign_in(make_account(OLD, password=PASSWORD, roles=["administrator"]))
    page = client.post("accounts.close", {"names": "removed", "present": PASSWORD}, expect=422)
    assert "only administrator" in page.words
