"""A consultation as it is built."""

from datetime import timedelta

import pytest

from engage.consultations import actions, queries
from engage.consultations.definition import Definition
from engage.core import clock
from engage.core.database import reading, unit_of_work
from engage.core.errors import Refused
from engage.core.permissions import VISITOR
from tests.support.consultations import make_consultation, make_definition, question


def one_page(label):
    page = make_definition().pages[1]
    return Definition(pages=(page.model_copy(update={"questions": (question("only", label=label),)}),))


def test_the_same_questions_again_are_one_revision(site):
    consultation = make_consultation(open=False)
    with unit_of_work():
        again = actions.save_definition(VISITOR, consultation=consultation, base=0, definition=make_definition())
    assert again.number == 1


def test_questions_saved_on_a_stale_base_are_refused_and_name_the_newer_ones(site):
    consultation = make_consultation(open=False)
    with unit_of_work():
        actions.save_definition(VISITOR, consultation=consultation, base=1, definition=one_page("Mine?"))
    with pytest.raises(actions.StaleDefinition) as refused, unit_of_work():
        actions.save_definition(VISITOR, consultation=consultation, base=1, definition=one_page("Yours?"))
    assert refused.value.latest == 2
    with reading():
        assert queries.definition_of(consultation).pages[0].questions[0].label == "Mine?"


def test_a_revision_that_is_rolled_back_is_not_remembered(site):
    consultation = make_consultation(open=False)
    with pytest.raises(ZeroDivisionError), unit_of_work():
        actions.save_definition(VISITOR, consultation=consultation, base=1, definition=one_page("Lost?"))
        assert queries.definition_of(consultation).pages[0].questions[0].label == "Lost?"
        raise ZeroDivisionError
    with unit_of_work():
        actions.save_definition(VISITOR, consultation=consultation, base=1, definition=one_page("Kept?"))
    with reading():
        assert queries.definition_of(consultation, 2).pages[0].questions[0].label == "Kept?"


def test_details_changed_by_somebody_else_are_not_overwritten(site):
    consultation = make_consultation(open=False)
    base = actions.base_of(consultation)
    with unit_of_work():
        actions.set_details(VISITOR, consultation=consultation, base=base, summary="One.")
    with pytest.raises(actions.StaleDetails), unit_of_work():
        actions.set_details(VISITOR, consultation=consultation, base=base, summary="Two.")
    with reading():
        assert queries.consultation(consultation.id).summary == "One."


def test_dates_follow_each_other(site):
    with pytest.raises(Refused, match="after the opening"), unit_of_work():
        actions.create_consultation(
            VISITOR, title="Backwards", opens_at=clock.now(), closes_at=clock.now() - timedelta(days=1)
        )


def test_what_was_launched_is_not_rebuilt(site):
    consultation = make_consultation()
    assert consultation.is_open(clock.now())
    with pytest.raises(Refused, match="launched already"), unit_of_work():
        actions.save_notice(VISITOR, consultation=consultation, body="Other words.")


def test_a_closed_one_has_closed(site):
    consultation = make_consultation(closes_at=clock.now() - timedelta(days=3))
    assert consultation.is_public
    assert consultation.has_closed(clock.now())
