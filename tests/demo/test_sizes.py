"""A town is less, a nation is several times more; each holds together and is the same each time."""

import pytest

from engage.demo.content import load_content
from engage.demo.sizes import NATION, REGION, TOWN, sized


@pytest.fixture(scope="module")
def content():
    return load_content()


def test_a_town_says_less_in_every_state(content):
    town = sized(content, TOWN)
    assert len(town.comments) < 0.7 * len(content.comments)
    assert {comment.state for comment in town.comments} == {comment.state for comment in content.comments}
    assert town.items == content.items


def test_the_region_is_what_was_written(content):
    assert sized(content, REGION) is content


def test_a_nation_holds_the_region_and_three_more_with_people_of_their_own(content):
    nation = sized(content, NATION)
    assert len(nation.plans) == 4 * len(content.plans)
    assert len(nation.posts) == 4 * len(content.posts)
    assert len(nation.comments) > 3.5 * len(content.comments)
    assert set(content.comments) <= set(nation.comments)
    emails = [comment.author.email for comment in nation.comments]
    assert len(set(emails)) > 3 * len({comment.author.email for comment in content.comments})
    elsewhere = [plan for plan in nation.plans if plan not in content.plans]
    assert not [plan.slug for plan in elsewhere if "North Vale" in plan.body or "Hallowby" in plan.body]
    assert sized(content, NATION) == nation
