"""Numbers in the query of an address, of any size."""

import pytest

from tests.support.accounts import make_account

TOO_LARGE = 10**22


@pytest.mark.parametrize(
    ("endpoint", "name"),
    [
        ("publishing_staff.index", "section"),
        ("publishing_staff.index", "before"),
        ("moderation_staff.log", "by"),
        ("moderation_staff.log", "before"),
        ("moderation_staff.threads", "before"),
        ("directory_staff.index", "after"),
        ("accounts_staff.index", "after"),
    ],
)
@pytest.mark.parametrize("number", [TOO_LARGE, -TOO_LARGE, "many"])
def test_a_number_that_no_row_can_have_breaks_no_page(site, client, endpoint, name, number):
    client.sign_in(make_account(name="Ravi Menon", roles=["administrator"]))
    assert client.get(endpoint, **{name: number}).status == 200
