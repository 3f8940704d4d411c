"""Officers are warned at half and at three quarters of the time as it is, wherever the closing time was moved."""

from datetime import timedelta

import pytest

from engage.accounts.session import viewer_for
from engage.consultations.actions import extend
from engage.core import clock, jobs
from engage.core.database import db, unit_of_work
from engage.core.permissions import VISITOR
from engage.directory.models import Contact
from engage.submissions.models import Respondent
from tests.support.accounts import mails, make_account
from tests.support.consultations import make_consultation
from tests.support.directory import make_contact, make_organisation
from tests.support.publishing import make_plan
from tests.support.reach import place
from tests.support.submissions import make_submission

WEEK = timedelta(weeks=1)


@pytest.fixture
def plan(site):
    make_account("officer@northvale.example", roles=["officer"])
    return make_plan("One stroke unit")


@pytest.fixture
def asked(plan):
    """A consultation of twelve weeks."""
    return make_consultation("A new place for blood tests", publications=[plan])


def warn_at(moment, expected):
    with clock.pretending(moment):
        jobs.run("reach.silence")
    assert len(told()) == expected, moment


def told():
    return [mail for mail in mails("officer@northvale.example") if mail.name == "silence_warning"]


def close_at(consultation, moment, *, on):
    """Move the closing time on a day: by the action to a later one, by hand to an earlier one."""
    with clock.pretending(on), unit_of_work():
        found = db.session.get_one(type(consultation), consultation.id)
        if moment > found.closes_at:
            extend(VISITOR, consultation=found, closes_at=moment, reason="The leaflet came late.")
        else:
            found.closes_at = moment


def test_officers_are_warned_at_half_and_at_three_quarters(asked, plan):
    loud, quiet = make_organisation("Vale Carers"), make_organisation("The patients’ voice")
    make_submission(asked, respondent=Respondent.ORGANISATION, organisation=loud, channel="email")
    place(plan, quiet)
    place(plan, loud)
    for share, expected in ((0.3, 0), (0.51, 1), (0.6, 1), (0.76, 2), (0.9, 2)):
        warn_at(asked.opens_at + (asked.closes_at - asked.opens_at) * share, expected)
    assert quiet.name in told()[0].text
    assert loud.name not in told()[0].text
    assert "Three quarters" in told()[1].text
    assert "people" not in told()[0].text.replace(quiet.name, "")


def test_officers_are_warned_at_the_parts_of_an_extended_time(asked):
    opens = asked.opens_at
    for week, expected in ((5.9, 0), (6.1, 1), (9.1, 2)):
        warn_at(opens + week * WEEK, expected)
    close_at(asked, opens + 24 * WEEK, on=opens + 10 * WEEK)
    for week, expected in ((11.9, 2), (12.1, 3), (12.2, 3), (17.9, 3), (18.1, 4), (23.9, 4), (24.1, 4)):
        warn_at(opens + week * WEEK, expected)


def test_a_little_more_time_warns_nobody_twice(asked):
    opens = asked.opens_at
    warn_at(opens + 6.1 * WEEK, 1)
    close_at(asked, opens + 13 * WEEK, on=opens + 6.2 * WEEK)
    for week, expected in ((6.4, 1), (6.6, 1), (9.7, 1), (9.8, 2), (9.9, 2)):
        warn_at(opens + week * WEEK, expected)
    close_at(asked, opens + 14 * WEEK, on=opens + 10 * WEEK)
    for week in (10.4, 10.6, 13.9):
        warn_at(opens + week * WEEK, 2)


def test_who_was_told_of_three_quarters_is_not_told_of_half_soon_after(asked):
    opens = asked.opens_at
    warn_at(opens + 9.1 * WEEK, 1)
    close_at(asked, opens + 16 * WEEK, on=opens + 9.2 * WEEK)
    for week, expected in ((9.3, 1), (11.9, 1), (12.1, 2), (15.9, 2)):
        warn_at(opens + week * WEEK, expected)
    assert "Three quarters" in told()[1].text


def test_an_earlier_closing_time_brings_its_parts_forward(asked):
    opens = asked.opens_at
    warn_at(opens + 4 * WEEK, 0)
    close_at(asked, opens + 7 * WEEK, on=opens + 4 * WEEK)
    for week, expected in ((4.1, 1), (5.2, 1), (5.3, 2), (6.9, 2), (7.1, 2)):
        warn_at(opens + week * WEEK, expected)
    assert "Half" in told()[0].text
    assert f"{(opens + 7 * WEEK).day} " in told()[0].text


def test_an_earlier_closing_time_repeats_no_part(asked):
    opens = asked.opens_at
    warn_at(opens + 6.1 * WEEK, 1)
    close_at(asked, opens + 10 * WEEK, on=opens + 6.2 * WEEK)
    for week, expected in ((6.3, 1), (7.4, 1), (7.6, 2), (9.9, 2)):
        warn_at(opens + week * WEEK, expected)
    close_at(asked, opens + 10.5 * WEEK, on=opens + 10 * WEEK - timedelta(hours=1))
    close_at(asked, opens + 10.1 * WEEK, on=opens + 10 * WEEK - timedelta(hours=1))
    warn_at(opens + 10.05 * WEEK, 2)


def test_nobody_is_warned_of_what_was_closed_at_once(asked):
    close_at(asked, asked.opens_at + 3 * WEEK, on=asked.opens_at + 3 * WEEK)
    for week in (3, 3.1, 6.1, 9.1):
        warn_at(asked.opens_at + week * WEEK, 0)


def test_nobody_is_warned_once_it_has_closed_or_before_it_opens(asked, plan):
    warn_at(asked.closes_at, 0)
    later = make_consultation(publications=[plan], opens_at=clock.now() + WEEK)
    warn_at(later.opens_at - timedelta(seconds=1), 0)


def test_who_comes_back_late_is_warned_once_of_the_later_part(asked):
    opens, closes = asked.opens_at, asked.closes_at
    for share in (0.8, 0.81, 0.99):
        warn_at(opens + (closes - opens) * share, 1)
    assert "Three quarters" in told()[0].text


def test_silent_people_are_counted_and_never_named(asked):
    people = [make_contact(f"Ada Nye {number}") for number in range(12)]
    for person in people[:5]:
        account = make_account()
        with unit_of_work():
            db.session.get_one(Contact, person.id).account_id = account.id
        make_submission(asked, actor=viewer_for(account))
    warn_at(asked.opens_at + 6.1 * WEEK, 1)
    (mail,) = told()
    assert "7 of the people in the directory whom it concerns have not said anything either." in mail.text
    assert "Ada Nye" not in mail.text + mail.html


def test_a_number_of_silent_people_that_tells_of_few_is_not_told(asked):
    people = [make_contact(f"Ada Nye {number}") for number in range(12)]
    account = make_account()
    with unit_of_work():
        db.session.get_one(Contact, people[0].id).account_id = account.id
    make_submission(asked, actor=viewer_for(account))
    warn_at(asked.opens_at + 6.1 * WEEK, 1)
    assert "Some of the people in the directory whom it concerns have not said anything either." in told()[0].text
