"""The public page of a year, and its log without personal data."""

import csv
import io

from engage.accounts.session import viewer_for
from engage.casework import actions
from engage.core import clock, jobs
from engage.core.database import unit_of_work
from engage.core.i18n import local
from engage.moderation.models import Verdict
from tests.support.accounts import make_account
from tests.support.comments import fresh, make_comment
from tests.support.moderation import make_decision, make_moderator, make_waiting
from tests.support.publishing import make_plan


def test_a_year_is_told_in_numbers_and_as_a_log(client):
    year = local(clock.now()).year
    client.get("casework.transparency", expect=404)
    moderator, writer = make_moderator(), make_account(name="Gordon Pike")
    plan = make_plan("=1+1 a plan")
    make_decision(moderator, make_waiting("Keep it.", publication=plan, account=writer), Verdict.APPROVED)
    rejected = make_waiting("Secret words.", publication=plan, account=writer)
    make_decision(moderator, rejected, Verdict.REJECTED)
    make_comment(plan, guest="gordon@northvale.example")
    with unit_of_work():
        actions.appeal_comment(viewer_for(writer), comment=fresh(rejected), text="No.")
    jobs.run("casework.transparency")
    jobs.run("casework.transparency")
    page = client.get("casework.transparency", expect=302, follow=True)
    assert "Comments received" in page.words
    assert [figure.text_content().strip() for figure in page.select("dl.figures dd")] == ["2", "1", "0"]
    assert "1. Personal attack" in page.words
    assert "Open: 1" in page.words
    assert str(year) in client.get("/moderation-policy/").words
    client.get("casework.transparency_year", year=1990, expect=404)
    log = client.get("casework.transparency_log", year=year)
    rows = list(csv.reader(io.StringIO(log.text)))
    assert [row[1] for row in rows] == ["Decision", "Approved", "Rejected"]
    assert rows[2][2:4] == ["1", "Personal attack"]
    assert rows[2][6] == "yes"
    assert not rows[1][4].startswith("=")
    assert "Gordon" not in log.text
    assert "Secret" not in log.text
    client.get("casework.transparency_log", year=1990, expect=404)
