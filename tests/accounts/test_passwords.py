"""Which passwords are taken, and that checking one is always the same work."""

import pytest

from engage.accounts import passwords, queries
from engage.core import database
from engage.core.errors import Refused


@pytest.mark.parametrize(
    "wrong",
    [
        "short",
        "password123",
        "Password!!",
        "1234567890",
        "aaaaaaaaaaaa",
        "qwertyuiop",
        "liverpool2025",
        "passwordpassword",
        "imogen likes tea",
        "x" * 201,
    ],
)
def test_a_poor_password_is_refused_with_a_sentence(wrong):
    with pytest.raises(Refused) as refusal:
        passwords.check(wrong, near=("Imogen Hartley", "imogen.hartley@northvale.example"))
    assert refusal.value.field == "password"
    assert refusal.value.sentence.endswith(".")


@pytest.mark.parametrize(
    "good", ["seven teal bicycles", "tuesday marmalade", "kT9#mm2!xy", "пароль и чай вдвоём", "a" * 9 + "bcd"]
)
def test_a_long_one_needs_no_signs_and_no_digits(good):
    passwords.check(good, near=("Imogen Hartley", "imogen@northvale.example"))


def test_made_passwords_pass_the_rules_and_differ():
    made = {passwords.generate() for _ in range(50)}
    assert len(made) == 50
    for password in made:
        passwords.check(password)


def test_only_the_right_password_is_right(site):
    kept = passwords.hash_password("seven teal bicycles")
    assert "seven" not in kept
    assert passwords.verify(kept, "seven teal bicycles")
    assert not passwords.verify(kept, "seven teal bicycle")
    assert not passwords.verify("", "seven teal bicycles")
    assert not passwords.verify("not a hash", "seven teal bicycles")


def test_the_same_letters_typed_another_way_are_the_same_password(site):
    assert passwords.verify(passwords.hash_password("caf\u00e9 au lait 7"), "cafe\u0301 au lait 7")


def test_hashing_holds_no_transaction(site):
    with database.unit_of_work():
        queries.account_by_email("nobody@northvale.example")
        assert database.db.session().in_transaction()
        passwords.hash_password("seven teal bicycles")
        assert not database.db.session().in_transaction()
