"""The pages on which rules are written."""

import pytest

from engage.core.database import db, reading
from engage.screening import queries
from engage.screening.models import Rule, RuleKind
from tests.support.accounts import make_account
from tests.support.moderation import make_area, make_moderator
from tests.support.screening import make_rule


@pytest.fixture
def moderator(client):
    """A moderator's browser."""
    account = make_moderator()
    client.sign_in(account)
    client.account = account
    return client


def typed(page=None, **fields):
    return {
        **(page.form() if page else {}),
        "title": "Abuse",
        "entries": "idiot\nclown\n\nidiot\n",
        "says": "It has a rude word in it.",
        "reason": "Agreed in March.",
        "action": "hold",
        **fields,
    }


def the_rule():
    with reading():
        db.session.expire_all()
        return db.session.query(Rule).one()


def test_a_list_is_written_switched_on_and_obeyed(moderator):
    assert "There are no rules yet" in moderator.get("screening_staff.rules").words
    page = moderator.get("screening_staff.new_rule", kind="words")
    after = moderator.post("screening_staff.new_rule", typed(page), kind="words", follow=True)
    assert "Saved the rule “Abuse”." in after.words
    assert the_rule().entries == "idiot\nclown"
    assert not the_rule().active
    assert queries.compiled().rules == ()
    switched = moderator.post("screening_staff.switch", rule_id=the_rule().id, follow=True)
    assert "The rule “Abuse” is on." in switched.words
    with reading():
        assert [terms.title for terms in queries.compiled().rules] == ["Abuse"]
    assert "Rosalind Achebe" in moderator.get("screening_staff.rules").words


def test_every_kind_has_its_form(moderator):
    for kind in RuleKind:
        page = moderator.get("screening_staff.new_rule", kind=kind.value)
        assert bool(page.select("textarea[name=entries]")) is kind.has_entries
        assert bool(page.select("input[name=threshold]")) is bool(kind.threshold)
    moderator.get("screening_staff.new_rule", kind="none", expect=404)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("entries", " \n", "Enter at least one word or phrase"),
        ("entries", "good\n---", "“---” cannot be looked for."),
        ("entries", "a" * 90, "80 at most"),
        ("title", "", "Enter a name for the rule."),
        ("says", "", "Write what the writer is told."),
        ("reason", " ", "Write why there is this rule."),
    ],
)
def test_a_rule_that_says_too_little_is_refused_with_all_in_its_boxes(moderator, field, value, sentence):
    page = moderator.get("screening_staff.new_rule", kind="words")
    refused = moderator.post("screening_staff.new_rule", typed(page, **{field: value}), kind="words", expect=422)
    assert sentence in refused.words
    assert field == "reason" or refused.form()["reason"].strip() == "Agreed in March."


def test_a_rule_is_changed_and_stays_on(moderator):
    rule = make_rule()
    page = moderator.get("screening_staff.rule", rule_id=rule.id)
    assert page.select("textarea[name=entries]")[0].text_content().strip() == "idiot"
    changed = typed(entries="clown", owner=str(moderator.account.id))
    moderator.post("screening_staff.rule", changed, rule_id=rule.id)
    with reading():
        assert queries.compiled().lists.find("a clown") == {rule.id: [(2, 7)]}


def test_a_moderator_of_one_area_cannot_write_rules_for_all(client):
    rule = make_rule()
    client.sign_in(make_moderator(area=make_area()))
    client.get("screening_staff.rules", expect=403)
    client.get("screening_staff.rule", rule_id=rule.id, expect=404)
    client.post("screening_staff.switch", rule_id=rule.id, expect=404)


def test_other_staff_cannot(client):
    client.sign_in(make_account(roles=["editor"]))
    client.get("screening_staff.rules", expect=403)


def test_another_process_sees_a_change_by_its_version(site):
    rule = make_rule()
    with reading():
        first = queries.compiled()
        assert queries.compiled() is first
    make_rule(entries="clown", owner=db.session.get(type(make_account()), rule.owner_id))
    with reading():
        assert len(queries.compiled().rules) == 2
