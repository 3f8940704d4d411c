"""The desk at a glance: what waits and what was decided, everywhere or in one place."""

from datetime import timedelta

import pytest

from engage.comments.models import Waiting
from engage.core import clock
from engage.core.database import db, unit_of_work
from engage.moderation import panels
from engage.moderation.models import Verdict
from engage.moderation.spans import LONGER, in_words, median_of, span_of
from tests.support.accounts import make_account
from tests.support.moderation import make_area, make_decision, make_moderator, make_waiting
from tests.support.publishing import make_plan


@pytest.fixture
def desk(client):
    return client.sign_in(make_moderator())


def test_an_empty_desk_has_figures_too(desk):
    words = desk.get("moderation_staff.figures").words
    assert "Waiting 0" in words
    assert "Longest wait –" in words
    assert "Nobody had more than one comment rejected" in words


def test_what_waits_and_was_decided_is_told(desk):
    plan, writer = make_plan("Care closer to home"), make_account(name="Ivor Penn")
    piers = make_moderator("Piers")
    for _ in range(2):
        make_decision(piers, make_waiting(publication=plan, account=writer), Verdict.REJECTED)
    old = make_waiting("Old.", publication=plan)
    make_waiting("New.", publication=plan)
    with unit_of_work():
        db.session.query(Waiting).filter_by(comment_id=old.id).update({"since": clock.now() - timedelta(days=2)})
    page = desk.get("moderation_staff.figures")
    words = page.words
    for said in (
        "Waiting 2",
        "Longest wait 2 days",
        "Decided today 2",
        "1. Personal attack 2",
        "Less than three days 1",
        "Care closer to home 2",
        "Ivor Penn 2 rejected or hidden",
    ):
        assert said in words, said
    assert len(page.statements) <= 15


def test_figures_are_of_one_place_and_of_no_other(client):
    area = make_area()
    here, elsewhere = make_plan("Here", areas=[area]), make_plan("Elsewhere")
    make_waiting(publication=here)
    for _ in range(2):
        make_decision(make_moderator("Piers"), make_waiting(publication=elsewhere), Verdict.REJECTED)
    make_waiting(publication=elsewhere)
    everywhere = client.sign_in(make_moderator())
    assert "Waiting 2" in everywhere.get("moderation_staff.figures").words
    assert "Waiting 1" in everywhere.get("moderation_staff.figures", area=area.id).words
    assert "Decided today 2" in everywhere.get("moderation_staff.figures", publication=elsewhere.id).words
    local = client.sign_in(make_moderator("Ada", area=area)).get("moderation_staff.figures")
    assert "Waiting 1" in local.words
    assert "Decided today 0" in local.words
    assert "Elsewhere" not in local.text


def test_other_features_add_their_figures(desk, monkeypatch):
    monkeypatch.setattr(panels, "_figures", [lambda _: [("Appeals open", "3", None, "bad")], lambda _: []])
    assert "Appeals open 3" in desk.get("moderation_staff.figures").words


def test_the_median_lies_in_the_span_where_half_is_reached():
    assert median_of({}) is None
    assert median_of({"60": 1}) == 30
    assert 300 <= median_of({"60": 2, "600": 5, "3600": 2}) <= 600
    assert median_of({str(LONGER): 1}) > 604800
    assert (span_of(0), span_of(59), span_of(60), span_of(10**9)) == ("60", "60", "120", str(LONGER))
    assert [in_words(number) for number in (None, 5, 60, 7200, 86400)] == [
        "–",
        "Under a minute",
        "1 minute",
        "2 hours",
        "1 day",
    ]
