"""The crowd of subscribers is the same each time and everybody in it is somebody else."""

import pytest

from engage.demo.content import load_content
from engage.demo.content_types import Content
from engage.demo.crowd import followers


@pytest.fixture(scope="module")
def content() -> Content:
    return load_content()


def test_the_same_seed_gives_the_same_crowd(content: Content) -> None:
    assert followers(content, 200, 7) == followers(content, 200, 7)
    assert followers(content, 200, 7) != followers(content, 200, 8)


def test_everybody_has_an_address_that_nobody_else_has(content: Content) -> None:
    addresses = [follower.email for follower in followers(content, 200, 7)]
    others = {account.email for account in content.accounts} | {c.author.email for c in content.comments}
    assert len(set(addresses)) == 200
    assert not others & set(addresses)


def test_the_contested_plan_is_followed_most(content: Content) -> None:
    follows = [follow for follower in followers(content, 200, 7) for follow in follower.follows]
    publications = [follow.slug for follow in follows if follow.kind == "publication"]
    assert max(set(publications), key=publications.count) == "care-closer-to-home"


def test_more_than_the_names_give_is_an_error(content: Content) -> None:
    with pytest.raises(ValueError, match="The lists of names give"):
        followers(content, 100_000, 7)
