"""One comment on the desk: each decision, what the public sees after it, and what is refused."""

import pytest

from engage.accounts.session import viewer_for
from engage.comments import actions as comment_actions
from engage.comments import queries as comment_queries
from engage.comments.models import CommentState, Report
from engage.core.database import db, reading, unit_of_work
from engage.core.ledger import Entry
from engage.core.permissions import VISITOR
from engage.directory import actions as directory
from engage.moderation.models import Decision, Verdict
from tests.support.accounts import make_account
from tests.support.comments import make_comment, make_rules, open_thread
from tests.support.moderation import make_decision, make_moderator, make_waiting, said, standing
from tests.support.publishing import make_plan


@pytest.fixture
def desk(client):
    """A moderator's browser."""
    return client.sign_in(make_moderator())


def public_page(browser, comment):
    """What anybody reads on the publication's page."""
    plan = comment_queries.publication_of(comment)
    return browser.get("site.plan", slug=plan.slug)


def report(comment, source="somewhere"):
    with unit_of_work():
        return comment_actions.report_comment(VISITOR, comment=comment, reason=make_rules(), source_key=source)


def decisions(comment):
    with reading():
        return list(db.session.scalars(db.select(Decision).where(Decision.comment_id == comment.id)))


def test_the_page_shows_what_is_needed_to_decide(desk):
    plan = make_plan("Care closer to home", areas=[])
    writer = make_account(name="Winifred Lowe")
    parent = make_comment(plan, "We had this in 2019.", account=make_account(name="Gordon Pike"))
    earlier = make_comment(plan, "What I said before.", account=writer)
    comment = make_waiting("It **never** worked.", publication=plan, account=writer, parent=parent)
    page = desk.get("moderation_staff.item", comment_id=comment.id)
    assert page.heading == "Winifred Lowe"
    for words in ("Care closer to home", "We had this in 2019.", "It never worked.", "It **never** worked."):
        assert words in page.words
    assert "What I said before." in page.words
    assert page.select(f"a[href='/staff/moderation/{earlier.id}/']")
    assert [button.get("value") for button in page.select("button[name=act]")] == [
        "approved",
        "rejected",
        "redacted",
        "block",
    ]
    assert len(page.statements) <= 22, "\n".join(page.statements)


def test_enter_in_a_box_presses_no_button(desk):
    page = desk.get("moderation_staff.item", comment_id=make_waiting().id)
    first = page.select("form#decision button[type=submit]")[0]
    assert first.get("disabled") is not None
    assert first.get("name") is None


def test_approved_is_public_and_the_next_one_comes(desk, another_client):
    plan = make_plan()
    comment = make_waiting("The bus stops at six.", publication=plan)
    other = make_waiting("The car park is full.", publication=plan)
    assert "The bus stops at six." not in public_page(another_client, comment).text
    page = desk.get("moderation_staff.item", comment_id=comment.id)
    after = desk.post("moderation_staff.item", said(page, "approved", note="Fine."), comment_id=comment.id, follow=True)
    assert "Approved the comment by Imogen Hartley." in after.words
    assert "The car park is full." in after.words
    now = standing(comment)
    assert (now.state, now.number) == (CommentState.PUBLISHED, 1)
    assert standing(other).state is CommentState.WAITING
    [decision] = decisions(comment)
    assert (decision.verdict, decision.revision, decision.note) == (Verdict.APPROVED, 1, "Fine.")
    entry = db.session.scalars(db.select(Entry).where(Entry.verb == "decision.made")).one()
    assert entry.values == {"comment_id": comment.id, "revision": 1, "verdict": "approved", "reason_key": None}


def test_after_the_last_one_the_queue_is_empty(desk):
    comment = make_waiting()
    page = desk.get("moderation_staff.item", comment_id=comment.id)
    after = desk.post("moderation_staff.item", said(page, "approved"), comment_id=comment.id, follow=True)
    assert "Nothing waits for a decision." in after.words


def test_rejected_needs_a_reason_and_is_never_public(desk, another_client):
    comment = make_waiting("Sister Brown is useless.")
    page = desk.get("moderation_staff.item", comment_id=comment.id)
    refused = desk.post(
        "moderation_staff.item", said(page, "rejected", note="Names a nurse."), comment_id=comment.id, expect=422
    )
    assert "Choose a reason." in refused.words
    assert refused.form()["note"].strip() == "Names a nurse."
    assert standing(comment).state is CommentState.WAITING
    desk.post(
        "moderation_staff.item", said(page, "rejected", reason="personal-attack"), comment_id=comment.id, follow=True
    )
    assert standing(comment).state is CommentState.REJECTED
    assert "Sister Brown" not in public_page(another_client, comment).text
    again = desk.get("moderation_staff.item", comment_id=comment.id)
    assert "This comment was rejected." in again.words
    assert "Rosalind Achebe rejected this comment: Personal attack" in again.words
    assert not again.select("button[name=act]")


def test_a_reason_with_approve_does_nothing_but_say_so(desk):
    comment = make_waiting()
    page = desk.get("moderation_staff.item", comment_id=comment.id)
    refused = desk.post(
        "moderation_staff.item", said(page, "approved", reason="personal-attack"), comment_id=comment.id, expect=422
    )
    assert "You chose the reason “Personal attack” and pressed “Approve”" in refused.words
    assert "reason" not in refused.form()
    assert standing(comment).state is CommentState.WAITING


def test_hidden_leaves_a_stub_and_shown_again_comes_back(desk, another_client):
    comment = make_comment(make_plan(), "Sister Brown is useless.")
    report(comment)
    assert "Sister Brown is useless." in public_page(another_client, comment).text
    page = desk.get("moderation_staff.item", comment_id=comment.id, kind="report")
    desk.post("moderation_staff.item", said(page, "hidden", reason="personal-attack"), comment_id=comment.id)
    shown = public_page(another_client, comment)
    assert "Sister Brown" not in shown.text
    assert shown.select(".comment--stub")
    assert standing(comment).report_count == 0
    page = desk.get("moderation_staff.item", comment_id=comment.id)
    assert "Hidden" in page.words
    desk.post("moderation_staff.item", said(page, "restored"), comment_id=comment.id)
    assert standing(comment).state is CommentState.PUBLISHED
    assert "Sister Brown is useless." in public_page(another_client, comment).text


def test_the_form_says_how_many_replies_go_with_a_comment(desk):
    with unit_of_work():
        board = directory.add_organisation(VISITOR, slug="icb", name="North Vale ICB")
    plan = make_plan(owner=board)
    helen = make_account(name="Helen Marsh")
    with unit_of_work():
        directory.add_member(VISITOR, organisation=board, account=helen)
    comment = make_comment(plan, "Who pays?")
    assert "goes with it" not in desk.get("moderation_staff.item", comment_id=comment.id).words
    make_comment(plan, "The board pays.", account=helen, parent=comment, official_for=board)
    make_comment(plan, "I see.", parent=comment)
    page = desk.get("moderation_staff.item", comment_id=comment.id)
    assert "If you hide it, 2 replies go with it, 1 official reply among them." in page.words


def test_kept_settles_the_reports_and_changes_nothing_else(desk):
    comment = make_comment(make_plan(), "I disagree.")
    report(comment)
    page = desk.get("moderation_staff.item", comment_id=comment.id, kind="report")
    after = desk.post("moderation_staff.item", said(page, "kept"), comment_id=comment.id, kind="report", follow=True)
    assert "Kept the comment by Imogen Hartley. Its reports are settled." in after.words
    assert "Nothing in this list is like that." in after.words
    assert standing(comment).state is CommentState.PUBLISHED
    with reading():
        assert db.session.scalars(db.select(Report)).one().settled_at is not None


def test_a_passage_is_blacked_out_for_everybody(desk, another_client):
    comment = make_comment(make_plan(), "Nurse **Joan Brown** told me. Ask Joan Brown again.")
    page = desk.get("moderation_staff.item", comment_id=comment.id)
    form = said(page, "redacted", reason="personal-attack", passage="told me. Ask  Joan Brown", occurrence="1")
    after = desk.post("moderation_staff.item", form, comment_id=comment.id, follow=True)
    assert "The passage is blacked out." in after.words
    form = said(after, "redacted", reason="personal-attack", passage="Joan Brown", occurrence="1")
    desk.post("moderation_staff.item", form, comment_id=comment.id)
    shown = public_page(another_client, comment)
    assert "Joan Brown" not in shown.text
    assert shown.text.count("[removed by a moderator]") == 2
    assert [d.verdict for d in decisions(comment)] == [Verdict.REDACTED] * 2


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"passage": "", "reason": "personal-attack"}, "Paste the words that you want to black out"),
        ({"passage": "not there", "reason": "personal-attack"}, "These words are not in the comment."),
        (
            {"passage": "bus", "occurrence": "3", "reason": "personal-attack"},
            "do not stand in the comment so many times",
        ),
        ({"passage": "bus"}, "Choose a reason."),
        ({"passage": "bus", "occurrence": "x"}, "Enter a whole number, such as 12."),
    ],
)
def test_a_passage_that_cannot_be_found_is_refused_and_kept(desk, fields, sentence):
    comment = make_waiting("The bus, always the bus.")
    page = desk.get("moderation_staff.item", comment_id=comment.id)
    refused = desk.post("moderation_staff.item", said(page, "redacted", **fields), comment_id=comment.id, expect=422)
    assert sentence in refused.words
    assert refused.form()["passage"].strip() == fields["passage"]
    assert decisions(comment) == []


@pytest.mark.parametrize("reason", ["unknown", ""])
def test_a_wrong_reason_and_a_missing_passage_are_said_at_once(desk, reason):
    comment = make_waiting("The bus, always the bus.")
    page = desk.get("moderation_staff.item", comment_id=comment.id)
    form = {**said(page, "redacted"), "reason": reason, "passage": " "}
    refused = desk.post("moderation_staff.item", form, comment_id=comment.id, expect=422)
    assert refused.select("#reason-error")
    assert "Paste the words that you want to black out" in refused.select("#passage-error")[0].text_content()


def test_the_log_speaks_of_blacking_out_as_the_button_does(desk):
    comment = make_waiting("The bus, always the bus.")
    page = desk.get("moderation_staff.item", comment_id=comment.id)
    form = said(page, "redacted", reason="personal-attack", passage="The bus")
    desk.post("moderation_staff.item", form, comment_id=comment.id)
    words = desk.get("moderation_staff.log").words
    assert "Blacked out" in words
    assert "Redacted" not in words


def test_a_changed_wording_waits_while_the_earlier_one_is_public(desk, another_client):
    plan, writer = make_plan(), make_account()
    open_thread(plan, "before")
    comment = make_comment(plan, "The bus stops at six.", account=writer)
    make_decision(make_moderator("Piers Holt"), comment, Verdict.APPROVED)
    edit(comment, writer, "The bus stops at seven.")
    assert "seven" not in public_page(another_client, comment).text
    page = desk.get("moderation_staff.item", comment_id=comment.id)
    assert "The new wording" in page.words
    assert [e.text_content().strip() for e in page.select(".desk__changes ins")] == ["seven"]
    desk.post("moderation_staff.item", said(page, "approved"), comment_id=comment.id)
    assert "The bus stops at seven." in public_page(another_client, comment).text
    edit(comment, writer, "The bus stops at nine.")
    page = desk.get("moderation_staff.item", comment_id=comment.id)
    desk.post("moderation_staff.item", said(page, "rejected", reason="personal-attack"), comment_id=comment.id)
    shown = public_page(another_client, comment).text
    assert "seven" in shown
    assert "nine" not in shown


def edit(comment, writer, body):
    from engage.accounts.session import viewer_for

    with unit_of_work():
        comment_actions.edit_comment(
            viewer_for(writer), comment=db.session.get_one(type(comment), comment.id), body=body
        )


def test_a_wording_that_changed_since_it_was_read_is_not_decided_about(desk):
    writer = make_account()
    comment = make_waiting("The bus stops at six.", account=writer)
    page = desk.get("moderation_staff.item", comment_id=comment.id)
    edit(comment, writer, "Sister Brown is useless.")
    refused = desk.post(
        "moderation_staff.item", said(page, "approved", note="Looks fine."), comment_id=comment.id, expect=409
    )
    assert "The writer has changed this comment since you opened it." in refused.words
    assert "Sister Brown is useless." in refused.words
    assert refused.form()["note"].strip() == "Looks fine."
    assert standing(comment).state is CommentState.WAITING
    assert decisions(comment) == []
    desk.post("moderation_staff.item", said(refused, "rejected", reason="personal-attack"), comment_id=comment.id)
    assert standing(comment).state is CommentState.REJECTED


def test_a_withdrawn_comment_is_not_decided_about(desk):
    from engage.accounts.session import viewer_for

    writer = make_account()
    comment = make_waiting(account=writer)
    page = desk.get("moderation_staff.item", comment_id=comment.id)
    with unit_of_work():
        comment_actions.withdraw_comment(viewer_for(writer), comment=db.session.get_one(type(comment), comment.id))
    refused = desk.post("moderation_staff.item", said(page, "approved"), comment_id=comment.id, expect=409)
    assert "The writer has withdrawn this comment" in refused.words
    assert standing(comment).state is CommentState.WITHDRAWN


def test_the_second_of_two_moderators_is_told_who_was_first(desk, another_client):
    comment = make_waiting()
    other = another_client.sign_in(make_moderator("Piers Holt"))
    mine, theirs = (d.get("moderation_staff.item", comment_id=comment.id) for d in (desk, other))
    other.post("moderation_staff.item", said(theirs, "approved"), comment_id=comment.id)
    refused = desk.post(
        "moderation_staff.item", said(mine, "rejected", reason="personal-attack"), comment_id=comment.id, expect=409
    )
    assert "Piers Holt approved this comment while you had it open, so yours was not carried out." in refused.words
    assert standing(comment).state is CommentState.PUBLISHED
    assert len(decisions(comment)) == 1


def test_a_second_click_decides_once(desk):
    comment = make_waiting()
    page = desk.get("moderation_staff.item", comment_id=comment.id)
    desk.post("moderation_staff.item", said(page, "approved"), comment_id=comment.id)
    again = desk.post("moderation_staff.item", said(page, "approved"), comment_id=comment.id, expect=409)
    assert "You approved this comment already" in again.words
    assert len(decisions(comment)) == 1


def test_nobody_decides_about_an_own_comment(client):
    moderator = make_moderator()
    desk = client.sign_in(moderator)
    comment = make_waiting("I moderate and I comment.", account=moderator)
    assert "Yours: somebody else decides" in desk.get("moderation_staff.queue").words
    page = desk.get("moderation_staff.item", comment_id=comment.id)
    assert "You wrote this comment, so somebody else must decide about it." in page.words
    assert not page.select("button[name=act]")
    form = {"act": "approved", "revision": "1", "seen": "0"}
    refused = desk.post("moderation_staff.item", form, comment_id=comment.id, expect=422)
    assert "You wrote this comment" in refused.words
    assert standing(comment).state is CommentState.WAITING
    form["act"] = "block"
    desk.post("moderation_staff.item", dict(form, reason="personal-attack"), comment_id=comment.id, expect=422)


def test_the_writers_address_is_blocked_from_the_item(desk):
    writer = make_account("winifred@northvale.example")
    comment = make_waiting(account=writer)
    page = desk.get("moderation_staff.item", comment_id=comment.id)
    assert (
        "Choose a reason"
        in desk.post("moderation_staff.item", said(page, "block"), comment_id=comment.id, expect=422).words
    )
    form = said(page, "block", reason="personal-attack", note="Third time.")
    after = desk.post("moderation_staff.item", form, comment_id=comment.id, follow=True)
    assert "The address is blocked." in after.words
    with reading():
        assert comment_queries.is_blocked("winifred@northvale.example")
    assert standing(comment).state is CommentState.WAITING


def test_an_unknown_button_or_a_lost_token_decides_nothing(desk):
    comment = make_waiting()
    page = desk.get("moderation_staff.item", comment_id=comment.id)
    desk.post("moderation_staff.item", said(page, "burnt"), comment_id=comment.id, expect=400)
    lost = said(page, "approved", csrf_token="forged", note="My note.")
    refused = desk.post("moderation_staff.item", lost, comment_id=comment.id, expect=422)
    assert refused.form()["note"].strip() == "My note."
    desk.post("moderation_staff.item", {"act": "approved"}, comment_id=comment.id, expect=422)
    assert standing(comment).state is CommentState.WAITING


def test_nobody_decides_about_what_they_reported(client, another_client):
    moderator = make_moderator()
    comment = make_comment(make_plan(), "Sister Brown is useless.")
    with unit_of_work():
        comment_actions.report_comment(
            viewer_for(moderator), comment=db.session.merge(comment), reason=make_rules(), source_key="me"
        )
    own = client.sign_in(moderator).get("moderation_staff.item", comment_id=comment.id)
    assert "You reported this comment" in own.words
    assert not own.select("button[name=act]")
    other = another_client.sign_in(make_moderator("Ida"))
    sent = said(other.get("moderation_staff.item", comment_id=comment.id), "hidden", reason="personal-attack")
    refused = client.post("moderation_staff.decide", sent, comment_id=comment.id, expect=422)
    assert "You reported this comment" in refused.words
    assert standing(comment).state is CommentState.PUBLISHED
    other.post("moderation_staff.decide", sent, comment_id=comment.id)
    assert standing(comment).state is CommentState.HIDDEN
