"""Those who write at the desk."""

import pytest

from tests.support.accounts import make_account


@pytest.fixture
def author(site, client):
    account = make_account(name="Ada Obi", roles=["author"])
    client.sign_in(account)
    return account


@pytest.fixture
def editor(site, client):
    account = make_account(name="Ravi Menon", roles=["editor"])
    client.sign_in(account)
    return account
