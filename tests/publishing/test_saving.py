"""Saving texts: every save is whole, anchors stay, nobody's words are lost."""

import json

import pytest

from engage.core import ledger
from engage.core.database import db, unit_of_work
from engage.core.errors import Refused
from engage.core.permissions import VISITOR
from engage.publishing import actions, queries
from engage.publishing.models import Autosave
from tests.support.accounts import make_account
from tests.support.publishing import make_plan, make_post, save_text


def anchors(publication):
    return {block.source: block.anchor for block in queries.blocks_of(publication.id, publication.latest_revision)}


def test_a_draft_begins_with_its_first_revision(site):
    plan = make_plan("Nursing at home", standfirst="One team.", published=False)
    revision = queries.latest_revision(plan)
    assert (plan.slug, revision.number, revision.title, revision.standfirst) == (
        "nursing-at-home",
        1,
        "Nursing at home",
        "One team.",
    )
    assert [block.kind for block in queries.blocks_of(plan.id, 1)] == [
        "heading",
        "paragraph",
        "list",
        "heading",
        "paragraph",
    ]


def test_blocks_keep_their_anchors_through_edits_and_moves(site):
    plan = make_plan(body="First paragraph about nurses.\n\nSecond one about cars and time.")
    before = anchors(plan)
    save_text(plan, "A new beginning.\n\nSecond one about cars and time.\n\nFirst paragraph about many nurses.")
    after = anchors(plan)
    assert after["Second one about cars and time."] == before["Second one about cars and time."]
    assert after["First paragraph about many nurses."] == before["First paragraph about nurses."]
    assert after["A new beginning."] not in before.values()


def test_an_old_revision_never_changes(site):
    plan = make_plan(body="As it was.")
    save_text(plan, "As it is.", publish=True)
    assert queries.revision(plan.id, 1).body == "As it was."
    assert [block.text for block in queries.blocks_of(plan.id, 1)] == ["As it was."]
    assert [block.text for block in queries.live_blocks(plan)] == ["As it is."]


def test_saving_does_not_publish(site):
    plan = make_plan("Old title", body="Public text.")
    save_text(plan, "Draft text.", title="New title")
    assert plan.title == "Old title"
    assert [block.text for block in queries.live_blocks(plan)] == ["Public text."]


def test_the_same_texts_twice_are_one_revision(site):
    plan = make_plan(body="Text.")
    first = save_text(plan, "New text.")
    second = save_text(plan, "New text.")
    assert (first.number, second.number, plan.latest_revision) == (2, 2, 2)


def save_on(plan, base, body):
    with unit_of_work():
        return actions.save_revision(
            VISITOR, publication=plan, base_revision=base, title=plan.title, standfirst="", body=body
        )


def test_who_saves_over_somebody_elses_text_is_told_and_nothing_is_lost(site):
    plan = make_plan(body="Text.")
    save_on(plan, 1, "Hers.")
    with pytest.raises(actions.Conflict) as conflict:
        save_on(plan, 1, "His.")
    assert conflict.value.latest.body == "Hers."
    assert plan.latest_revision == 2
    assert save_on(plan, 2, "Hers and his.").number == 3


def test_a_change_beside_the_text_is_no_conflict(site):
    plan = make_plan(body="Text.")
    with unit_of_work():
        actions.set_details(VISITOR, publication=plan, contact_name="Ravi Menon")
    assert plan.latest_revision == 2
    assert save_on(plan, 1, "New text.").number == 3


def test_a_change_beside_the_text_keeps_blocks_anchors_and_what_is_public(site):
    plan = make_plan(body="Public text.")
    before = anchors(plan)
    with unit_of_work():
        actions.set_details(VISITOR, publication=plan, first_year=2026, last_year=2029)
    assert (plan.live_revision, plan.latest_revision) == (2, 2)
    assert anchors(plan) == before
    assert json.loads(queries.latest_revision(plan).details)["Years"] == ["2026–2029"]


def test_a_change_beside_the_text_publishes_no_draft(site):
    plan = make_plan(body="Public text.")
    save_text(plan, "Secret draft.")
    with unit_of_work():
        actions.set_details(VISITOR, publication=plan, first_year=2026)
    assert plan.live_revision == 1
    assert queries.latest_revision(plan).body == "Secret draft."


@pytest.mark.parametrize(
    ("texts", "field", "words"),
    [
        ({"title": " \u200b "}, "title", "Enter a title."),
        ({"title": "t" * 201}, "title", "1 too long"),
        ({"standfirst": "s" * 1001}, "standfirst", "1 too long"),
        ({"body": "b" * 1_000_000}, "body", "600,000 too long"),
    ],
)
def test_texts_that_cannot_be_kept_are_refused_in_words(site, texts, field, words):
    plan = make_plan(body="Text.")
    given = {"title": plan.title, "standfirst": "", "body": "Other text."} | texts
    with pytest.raises(Refused) as refusal, unit_of_work():
        actions.save_revision(VISITOR, publication=plan, base_revision=1, **given)
    assert refusal.value.field == field
    assert words in refusal.value.sentence


def test_hidden_characters_do_not_reach_the_record(site):
    post = make_post(body="Nine \x00nurses \u202edrive\u202c.")
    assert queries.latest_revision(post).body == "Nine nurses drive."


def test_a_draft_sent_twice_is_one_draft(site):
    author = viewer_of("author")
    first = make_plan("Twice", published=False, actor=author)
    second = make_plan("Twice", published=False, actor=author)
    assert first.id == second.id
    assert make_plan("Twice", published=False).slug == "twice-2"


def viewer_of(*roles, area=None):
    from engage.accounts.session import viewer_for

    return viewer_for(make_account(roles=roles, area=area))


def test_what_is_being_typed_is_kept_for_each_person_and_forgotten_when_saved(site):
    plan, author, other = make_plan(), viewer_of("author"), viewer_of("author")
    with unit_of_work():
        draft = actions.keep_autosave(author, publication=plan, base_revision=1, fields={"body": "Half a"})
        said = {"base_revision": 1, "fields": {"body": "Half a sentence"}, "draft": draft}
        draft = actions.keep_autosave(author, publication=plan, **said)
        actions.keep_autosave(other, publication=plan, base_revision=1, fields={"body": "Other words"})
    (kept,) = queries.autosaves(plan.id, author.account_id)
    assert json.loads(kept.fields) == {"body": "Half a sentence"}
    texts = {"title": "T", "standfirst": "", "body": "A whole sentence."}
    with unit_of_work():
        actions.save_revision(author, publication=plan, base_revision=1, draft=draft, **texts)
    left = db.session.query(Autosave).all()
    assert [row.account_id for row in left] == [other.account_id]


def test_the_ledger_knows_of_each_save(site):
    plan = make_plan(published=False)
    save_text(plan, "New text.")
    verbs = [entry.verb for entry in db.session.query(ledger.Entry).order_by(ledger.Entry.id)]
    assert verbs == ["publication.created", "publication.revised"]
