"""Responses to consultations stand in the moderators' queue among all else that waits."""

import pytest

from tests.support.accounts import make_account
from tests.support.comments import make_rules
from tests.support.publishing import make_plan
from tests.support.responses import make_response, publish, two_questions


@pytest.fixture
def plan(site):
    make_rules()
    return make_plan("A clinic in Upper Hallow")


def test_a_response_waits_in_the_queue_until_it_is_passed(client, plan):
    sent = make_response(two_questions(publications=[plan]), "The bus takes two hours.", published=False)
    desk = client.sign_in(make_account(roles=["moderator"]))
    queue = desk.get("moderation_staff.queue")
    assert "Gordon Pike" in queue.words
    assert "The bus takes two hours." in queue.words
    assert "Responses to consultations" in queue.words
    link = next(each for each in queue.select(".case__title a") if "Gordon" in each.text_content())
    assert "The bus takes two hours." in desk.get(link.get("href")).words
    narrowed = desk.get("moderation_staff.queue", publication=plan.id)
    assert "Gordon Pike" in narrowed.words
    other = make_plan("Another plan")
    assert "Gordon Pike" not in desk.get("moderation_staff.queue", publication=other.id).words
    publish(sent)
    assert "Gordon Pike" not in desk.get("moderation_staff.queue").words
