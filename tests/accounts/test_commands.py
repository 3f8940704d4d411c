"""`engage user …` as an administrator types it."""

import pytest
from click.testing import CliRunner

from engage.accounts import passwords, queries
from engage.commands import main
from engage.core.database import reading, unit_of_work
from engage.core.permissions import VISITOR, Role
from engage.taxonomy.actions import add_area
from engage.taxonomy.models import AreaKind


@pytest.fixture
def engage(site):
    def run(*line, typed=None):
        return CliRunner().invoke(main.commands["user"], line, obj=lambda: site, input=typed)

    return run


def roles(email):
    with reading():
        account = queries.account_by_email(email)
        return [(held.grant.role, held.area.code if held.area else None) for held in queries.roles_of(account.id)]


def test_an_account_is_added_with_a_password_that_is_shown_once(engage):
    with unit_of_work():
        add_area(VISITOR, code="NV", name="North Vale", kind=AreaKind.SYSTEM)
    line = ("add", "--email", "ada@northvale.example", "--name", "Ada Byron", "--role", "editor", "--area", "NV")
    answer = engage(*line)
    assert answer.exit_code == 0, answer.output
    shown = answer.output.split("Password: ")[1].split()[0]
    with reading():
        account = queries.account_by_email("ada@northvale.example")
    assert passwords.verify(account.password_hash, shown)
    assert roles("ada@northvale.example") == [(Role.EDITOR, "NV")]
    again = engage(*line)
    assert again.exit_code == 1
    assert "There is an account with this address already." in again.stderr


def test_a_role_is_granted(engage):
    engage(
        "add",
        "--email",
        "ada@northvale.example",
        "--name",
        "Ada Byron",
        "--ask-password",
        typed="three blue owls\n" * 2,
    )
    answer = engage("grant", "--email", "Ada@northvale.example", "--role", "moderator")
    assert answer.output == "Ada Byron is now moderator.\n"
    assert roles("ada@northvale.example") == [(Role.MODERATOR, None)]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (("grant", "--email", "nobody@northvale.example", "--role", "editor"), "no account with the address"),
        (("add", "--email", "not an address", "--name", "Ada"), "correct format"),
        (("add", "--email", "ada@northvale.example", "--name", "A", "--area", "NV"), "add --role"),
        (("add", "--email", "a@northvale.example", "--name", "A", "--role", "editor", "--area", "QQ"), "no area"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_done(engage, line, said):
    answer = engage(*line)
    assert answer.exit_code == 1
    assert said in answer.stderr
    with reading():
        assert queries.listed_accounts() == []
