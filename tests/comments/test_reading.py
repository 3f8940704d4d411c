"""Reading comments: the section of a page, its pages, permalinks, reports, and what stays of what went."""

import gzip
import re
from datetime import timedelta

import pytest
import sqlalchemy as sa

from engage.accounts.session import viewer_for
from engage.comments import actions, queries
from engage.comments.listing import page_of_comments
from engage.comments.models import Comment
from engage.core import clock
from engage.core.database import db, unit_of_work
from engage.core.permissions import VISITOR
from engage.publishing import actions as publishing_actions
from engage.publishing import queries as publishing
from tests.support.accounts import make_account
from tests.support.comments import approve, fresh, hide, make_comment, make_rules, open_thread, thread_now
from tests.support.databases import look_again
from tests.support.publishing import make_plan, save_text


@pytest.fixture
def plan(site):
    plan = make_plan("One number for nursing")
    open_thread(plan, question="Would you ring it at night?")
    return plan


@pytest.fixture
def writer(plan):
    return make_account(name="Imogen Hartley")


def show(client, plan, **query):
    return client.get("site.plan", slug=plan.slug, **query)


def numbers(page) -> list[int]:
    return [int(e.get("id").removeprefix("comment-")) for e in page.select("article.comment")]


def fill(plan, how_many: int, *, root: Comment | None = None) -> None:
    """Many published comments, as an import would leave them."""
    start = clock.now() - timedelta(days=1)
    facts = make_comment(plan) if root is None else root
    thread = thread_now(plan)
    with unit_of_work():
        row = {c.name: getattr(fresh(facts), c.key) for c in Comment.__table__.columns if c.name != "id"}
        row |= {"reply_count": 0, "content_key": None, "root_id": root and root.id, "parent_id": root and root.id}
        rows = [
            row | {"number": thread.last_number + n, "published_at": start + timedelta(seconds=n)}
            for n in range(1, how_many + 1)
        ]
        db.session.execute(sa.insert(Comment), rows)
    with unit_of_work():
        actions.recount(plan.id)


def test_an_empty_thread_invites(client, plan):
    page = show(client, plan)
    assert "There are no comments yet. Be the first." in page.words
    assert "Would you ring it at night?" in page.words
    assert page.select("form#comment-form textarea[name=body]")


def test_a_comment_shows_who_says_it_about_what(client, plan):
    block = publishing.live_blocks(plan)[1]
    make_comment(
        plan,
        "**Yes**, and text messages?",
        name="Helen Marsh",
        role_title="Director of Commissioning",
        organisation_name="North Vale ICB",
        anchor=block.anchor,
    )
    page = show(client, plan)
    (shown,) = page.select("#comment-1")
    words = " ".join(shown.text_content().split())
    assert "Helen Marsh" in words
    assert "Director of Commissioning, North Vale ICB" in words
    assert block.text in words
    assert re.search(r"\d+ \w+ \d{4} at \d+:\d\d", words)
    assert shown.cssselect(f"a[href='/plans/{plan.slug}/#{block.anchor}']")
    assert page.select("#comments-heading")[0].text == "1 comment"
    save_text(plan, "## Another text\n\nNothing of the old one.", publish=True)
    assert not show(client, plan).select(f"#comment-1 a[href$='#{block.anchor}']")


def test_replies_stand_one_level_deep_and_say_whom_they_answer(client, plan, writer):
    top = make_comment(plan, account=writer)
    reply = make_comment(plan, account=writer, parent=top)
    make_comment(plan, account=writer, parent=reply)
    page = show(client, plan)
    assert [int(e.get("id")[8:]) for e in page.select("ol.replies > li > article")] == [2, 3]
    assert "Answers #2" in page.select("#comment-3")[0].text_content()
    assert "Answers" not in page.select("#comment-2")[0].text_content()


def test_what_a_moderator_took_away_leaves_its_number_and_why_and_nothing_else(client, plan, writer):
    top = make_comment(plan, "A secret slander", account=writer)
    make_comment(plan, "I agree with the slander", account=writer, parent=top)
    hide(top)
    page = show(client, plan)
    assert numbers(page) == [1]
    assert "A moderator removed this comment. Reason: Personal attack." in page.words
    assert "slander" not in page.text
    assert "Imogen" not in page.select("#comments")[0].text_content()
    assert page.select("#comments-heading")[0].text == "Comments"


def test_redacted_words_are_in_no_page(client, plan, writer):
    comment = make_comment(plan, "The nurse Jane Doe was rude.", account=writer)
    with unit_of_work():
        actions.redact_comment(VISITOR, comment=comment, revision=1, start=10, end=18, reason=make_rules())
    page = show(client, plan)
    assert "Jane" not in page.text
    assert "[removed by a moderator]" in page.words
    assert queries.public_texts([fresh(comment)])[comment.id] == "The nurse [removed by a moderator] was rude."


def test_fifty_a_page_by_key_in_each_order(client, plan):
    fill(plan, 119)
    seen, where = [], f"/plans/{plan.slug}/"
    while where:
        page = client.get(where)
        seen.append(numbers(page))
        links = page.select("#comments a[rel=next]")
        where = links[0].get("href").partition("#")[0] if links else None
    assert [len(part) for part in seen] == [50, 50, 20]
    assert sorted(number for part in seen for number in part) == list(range(1, 121))
    newest = show(client, plan, sort="newest")
    assert numbers(newest)[0] == 1  # sent now; the others are of yesterday
    discussed = page_of_comments(plan.id, sort="discussed")
    assert len(discussed.comments) == 50
    client.get("site.plan", slug=plan.slug, sort="loudest", expect=404)
    client.get("site.plan", slug=plan.slug, after="99999999", expect=404)
    client.get("site.plan", slug=plan.slug, after="x", expect=404)


def test_a_flood_of_replies_is_cut_and_leads_on(client, plan, writer):
    top = make_comment(plan, account=writer)
    fill(plan, 75, root=top)
    page = show(client, plan)
    assert len(page.select("ol.replies > li")) == 3
    more = page.select(".comments__more a")[0]
    assert "Show all 75 replies" in more.text_content()
    rest = client.get(more.get("href"))
    assert len(rest.select("ol.replies > li")) == 50
    assert len(client.get(rest.select("a[rel=next]")[0].get("href")).select("ol.replies > li")) == 25


@pytest.mark.parametrize("sort", ["oldest", "newest", "discussed"])
def test_replies_count_among_the_fifty_of_a_page_and_none_is_left_out_or_repeated(client, plan, writer, sort):
    fill(plan, 29)
    for top in db.session.scalars(sa.select(Comment).order_by(Comment.id)).all():
        fill(plan, 5, root=top)
    seen, where = [], f"/plans/{plan.slug}/?sort={sort}"
    while where:
        page = client.get(where)
        assert 50 <= len(page.select("article.comment")) <= 53 or not page.select("#comments a[rel=next]")
        seen += [e.get("id") for e in page.select("ol.comments > li > article")]
        links = page.select("#comments a[rel=next]")
        where = links[0].get("href").partition("#")[0] if links else None
    assert len(seen) == len(set(seen)) == 30


def test_a_page_of_comments_is_small_for_a_phone(client, plan, writer):
    fill(plan, 400)
    for top in db.session.scalars(sa.select(Comment).order_by(Comment.id).limit(60)).all():
        fill(plan, 20, root=top)
    assert len(gzip.compress(show(client, plan).text.encode())) < 25_000


def test_the_replies_of_a_hidden_comment_are_on_no_page(client, plan, writer):
    top = make_comment(plan, "Slander", account=writer)
    make_comment(plan, "More slander", account=writer, parent=top)
    assert "More slander" in client.get("comments.replies", comment_id=top.id).words
    hide(top)
    page = client.get("comments.replies", comment_id=top.id)
    assert "1 reply is not shown while this comment is hidden." in page.words
    assert "lander" not in page.text


def test_a_hidden_comment_says_how_many_replies_went_with_it_and_their_permalinks_lead_to_it(client, plan, writer):
    top = make_comment(plan, "A question", account=writer)
    middle = make_comment(plan, "Slander", account=writer, parent=top)
    last = make_comment(plan, "More slander", account=writer, parent=middle)
    make_comment(plan, "Slander again", account=writer, parent=last)
    hide(middle)
    page = show(client, plan)
    assert numbers(page) == [1, 2]
    assert "2 replies are not shown while this comment is hidden." in page.words
    assert "lander" not in page.text
    answer = client.get("comments.permalink", comment_id=last.id, expect=303)
    assert answer.location == f"/plans/{plan.slug}/#comment-2"
    hide(top)
    page = show(client, plan)
    assert numbers(page) == [1]
    assert "2 replies are not shown while this comment is hidden." in page.words
    answer = client.get("comments.permalink", comment_id=last.id, expect=303)
    assert answer.location == f"/plans/{plan.slug}/#comment-1"


def test_a_permalink_finds_the_page_and_the_place(client, plan, writer):
    top = make_comment(plan, account=writer)
    assert client.get("comments.permalink", comment_id=top.id, expect=303).location == f"/plans/{plan.slug}/#comment-1"
    fill(plan, 75, root=top)
    fill(plan, 70)
    look_again()
    ids = dict(db.session.execute(sa.select(Comment.number, Comment.id)).all())
    for number in (1, 5, 40, 70, 76, 100, 147):
        answer = client.get("comments.permalink", comment_id=ids[number], expect=303)
        path, _, fragment = answer.location.partition("#")
        assert fragment == f"comment-{number}"
        assert number in numbers(client.get(path)), number
    client.get("comments.permalink", comment_id=10**15, expect=404)


def test_what_is_not_public_has_no_permalink(client, plan, writer):
    open_thread(plan, "before")
    waiting = make_comment(plan, account=writer)
    client.get("comments.permalink", comment_id=waiting.id, expect=404)
    client.get("comments.report", comment_id=waiting.id, expect=404)
    client.get("comments.edit", comment_id=waiting.id, expect=303)
    client.sign_in(make_account())
    client.get("comments.edit", comment_id=waiting.id, expect=404)


def test_closed_says_when_and_why(client, plan, writer):
    make_comment(plan, account=writer)
    open_thread(plan, is_open=False, closed_reason="The board decides in May.")
    page = show(client, plan)
    assert re.search(r"Comments closed on \d+ \w+ \d{4} at \d+:\d\d\. The board decides in May\.", page.words)
    assert not page.select("form#comment-form")
    assert not page.select("#comments a[href*='reply_to']")
    assert numbers(page) == [1]


def test_a_thread_closes_by_the_clock(client, plan):
    import time_machine

    open_thread(plan, closes_at=clock.now() + timedelta(hours=2))
    assert "Comments are open until" in show(client, plan).words
    with time_machine.travel(clock.now().timestamp() + 7300, tick=True):
        assert "The time for comments is over." in show(client, plan).words


def test_what_one_process_hides_the_ready_page_shows_no_more(client, plan, writer):
    comment = make_comment(plan, "Now you see me", account=writer)
    assert "Now you see me" in show(client, plan).words
    warm = show(client, plan)
    assert "Now you see me" in warm.words
    assert len(warm.statements) <= 2
    hide(comment)
    assert "Now you see me" not in show(client, plan).words


def test_the_number_of_statements_does_not_depend_on_the_number_of_comments(site, client, plan, writer):
    client.sign_in(writer)
    counts = []
    for more in (9, 400):
        fill(plan, more)
        site.extensions["engage.cache"].clear()
        counts.append(len(show(client, plan).statements))
        warm = show(client, plan)
        assert len(warm.statements) <= 24
    assert counts[0] == counts[1]


def test_lists_use_their_indices(site, plan, writer):
    from tests.support.statements import counted

    top = make_comment(plan, account=writer)
    fill(plan, 300, root=top)
    fill(plan, 300)
    names = {index["name"] for index in sa.inspect(db.engine).get_indexes("comment")}
    assert {"ix_comment_listed", "ix_comment_discussed", "ix_comment_root", "ix_comment_waiting"} <= names
    if db.engine.dialect.name != "sqlite":
        return  # the planner of PostgreSQL prefers a scan of so few rows
    with counted() as sent:
        for sort in ("oldest", "newest", "discussed"):
            page = page_of_comments(plan.id, sort=sort)
            page_of_comments(plan.id, sort=sort, after=page.after)
        queries.comments_by_anchor(plan.id)
    for statement in {s for s in sent if " comment" in s}:
        with db.engine.connect() as connection:
            explained = "EXPLAIN QUERY PLAN " + statement
            plans = connection.exec_driver_sql(explained, (1,) * statement.count("?")).fetchall()
        scans = [row[3] for row in plans if re.match(r"SCAN comment\b(?!.*INDEX)", row[3])]
        sorts = [row[3] for row in plans if "TEMP B-TREE FOR ORDER" in row[3] and "IN (" not in statement]
        assert not scans, statement
        assert not sorts, statement


def test_reports_of_one_person_count_once(client, another_client, plan, writer):
    make_rules()
    comment = make_comment(plan, account=writer)
    page = client.get("comments.report", comment_id=comment.id)
    assert page.heading == "Report comment #1"
    assert "Choose what is wrong" in client.post("comments.report", comment_id=comment.id, expect=422).words
    for _ in range(3):
        client.post("comments.report", {"reason": "off-topic", "text": "Not about this"}, comment_id=comment.id)
    assert fresh(comment).report_count == 1
    another_client.sign_in(make_account())
    done = another_client.post("comments.report", {"reason": "off-topic"}, comment_id=comment.id, follow=True)
    assert done.heading == "Thank you. We have your report"
    assert fresh(comment).report_count == 2
    reports = queries.open_reports(comment.id)
    assert len(reports) == 2
    assert all("127.0.0.1" not in report.source_key for report in reports)


def test_an_edit_in_time_shows_at_once_and_a_later_one_waits(client, plan, writer):
    import time_machine

    comment = make_comment(plan, "Teh bus", account=writer)
    client.sign_in(writer)
    page = client.get("comments.edit", comment_id=comment.id)
    assert "Your changes show at once." in page.words
    client.post("comments.edit", {"body": "The bus"}, comment_id=comment.id)
    assert "The bus" in show(client, plan).words
    with time_machine.travel(clock.now().timestamp() + 20 * 60, tick=True):
        client.sign_in(writer)
        page = client.get("comments.edit", comment_id=comment.id)
        assert "A moderator reads your changes" in page.words
        client.post("comments.edit", {"body": "The bus and something else"}, comment_id=comment.id)
    assert "something else" not in show(client, plan).words
    assert (fresh(comment).waiting_since is not None, fresh(comment).revision_to_read) == (True, 3)
    approve(fresh(comment))
    assert "something else" in show(client, plan).words
    assert thread_now(plan).waiting_count == 0


def test_a_rejected_comment_is_revised_and_waits_again(client, plan, writer):
    open_thread(plan, "before")
    comment = make_comment(plan, "You fools", account=writer)
    with unit_of_work():
        actions.reject_comment(VISITOR, comment=comment, revision=1, reason=make_rules())
    client.sign_in(writer)
    page = client.get("comments.edit", comment_id=comment.id)
    assert "Say what was done, and leave the person out." in page.words
    client.post("comments.edit", {"body": "You are mistaken"}, comment_id=comment.id)
    assert fresh(comment).waiting_since is not None
    assert approve(fresh(comment)).number == 1


def test_a_moderator_decides_only_about_what_was_read(plan, writer):
    from engage.core.errors import Refused

    open_thread(plan, "before")
    comment = make_comment(plan, "First words", account=writer)
    with unit_of_work():
        actions.edit_comment(viewer_for(writer), comment=comment, body="Other words")
    with pytest.raises(Refused, match="has changed this comment"), unit_of_work():
        actions.publish_comment(VISITOR, comment=comment, revision=1)
    with unit_of_work():
        actions.publish_comment(VISITOR, comment=comment, revision=2)
    with pytest.raises(Refused, match="Somebody else"), unit_of_work():
        actions.publish_comment(VISITOR, comment=comment, revision=2)


def test_a_withdrawn_comment_leaves_its_number(client, plan, writer):
    comment = make_comment(plan, "I regret this", account=writer)
    client.sign_in(writer)
    page = client.get("comments.withdraw", comment_id=comment.id)
    assert "You cannot undo this." in page.words
    client.post("comments.withdraw", comment_id=comment.id)
    client.post("comments.withdraw", comment_id=comment.id)
    page = show(client, plan)
    assert "The person who wrote this comment has withdrawn it." in page.words
    assert "I regret this" not in page.text


def test_comments_of_a_withdrawn_page_stay_and_none_is_added(client, plan, writer):
    make_comment(plan, account=writer)
    with unit_of_work():
        publishing_actions.withdraw(VISITOR, publication=plan, reason="It was wrong.")
    page = show(client, plan)
    assert numbers(page) == [1]
    assert "comments are closed" in page.words
    assert not page.select("form#comment-form")
