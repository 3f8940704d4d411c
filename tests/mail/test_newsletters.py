"""Newsletters: written by authors, sent by those who may, once to each, and kept in the archive."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from lxml import html

from engage.core import jobs
from engage.core.database import db, unit_of_work
from engage.core.messages import MessageClass
from engage.core.outbox import OutboxState
from engage.core.permissions import VISITOR, Viewer
from engage.mail import actions, preferences, queries, steering, wordings
from engage.mail import actions_newsletters as newsletters
from engage.mail.actions_newsletters import ToWhom
from engage.mail.consents import Leave
from engage.mail.dispatch import RUNNER
from engage.mail.models import MailRun, Newsletter, Proof, RunKind, Suppression, TargetKind
from engage.publishing import actions as publishing
from engage.publishing.queries import live_blocks
from tests.support.accounts import make_account
from tests.support.mail import follow, in_outbox, letters
from tests.support.publishing import make_plan, make_post

MONDAY = datetime(2026, 3, 2, 12, tzinfo=UTC)
SITE = "http://127.0.0.1:8000"


@pytest.fixture(autouse=True)
def clock(site):
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def plan():
    return make_plan("One stroke unit")


@pytest.fixture
def editor(client):
    return client.sign_in(make_account(name="Edda", email="edda@northvale.example", roles=["editor"]))


def write(plan, *people, kind=TargetKind.PUBLICATION, body="What is **new** at the [unit](/plans/)."):
    """A newsletter to the followers of a plan; these people follow it."""
    for one in people:
        follow(f"{one}@example.org", (TargetKind.PUBLICATION, plan.id))
    with unit_of_work():
        to_whom = ToWhom(kind, plan.id if kind is TargetKind.PUBLICATION else 0)
        return newsletters.begin(VISITOR, title="News of the unit", body=body, to_whom=to_whom)


def draw(row, publication, anchor=""):
    db.session.rollback()
    with unit_of_work():
        newsletters.draw(VISITOR, newsletter=again(row), publication_id=publication.id, anchor=anchor)


def send(row, at=None):
    db.session.rollback()
    with unit_of_work():
        newsletters.schedule(VISITOR, newsletter=again(row), version=again(row).version, at=at)
    jobs.run("mail.newsletters")
    db.session.rollback()


def again(row):
    return db.session.get_one(Newsletter, row.id)


def object_to_newsletters(email):
    with unit_of_work():
        subscriber = queries.subscriber_by_email(email)
        leave = Leave(wordings.OBJECT, "", Proof.LINK)
        preferences.object_to(VISITOR, subscriber=subscriber, kinds=["newsletters"], leave=leave)


def titles(page):
    return [one.text_content() for one in page.select("main ol strong")]


def told():
    return [row.to.partition("@")[0] for row in in_outbox(name="newsletter")]


def test_an_author_writes_and_an_editor_sends(client, another_client, plan):
    follow("ada@example.org", (TargetKind.PUBLICATION, plan.id))
    client.sign_in(make_account(name="Ann", roles=["author"]))
    words = {"title": "News of the unit", "body": "It opens in May.", "to_whom": f"publication:{plan.id}"}
    client.post("mail_staff.new_newsletter", {**words, "title": ""}, expect=422)
    made = client.post("mail_staff.new_newsletter", words)
    number = int(made.location.rstrip("/").rpartition("/")[2])
    client.post("mail_staff.act_on_newsletter", {"act": "draw", "item": plan.id}, newsletter_id=number)
    page = client.get("mail_staff.check_newsletter", newsletter_id=number)
    assert "An editor or an engagement officer" in page.words
    send_now = {"when": "now", "version": "2"}
    client.post("mail_staff.check_newsletter", send_now, newsletter_id=number, expect=403)
    another_client.sign_in(make_account(name="Edda", roles=["editor"]))
    page = another_client.get("mail_staff.check_newsletter", newsletter_id=number)
    another_client.post("mail_staff.check_newsletter", page.form("check") | send_now, newsletter_id=number)
    jobs.run("mail.newsletters")
    assert told() == ["ada"]
    (row,) = in_outbox(name="newsletter")
    assert row.message_class is MessageClass.MARKETING
    assert row.basis


def test_it_tells_who_gets_it_and_who_does_not_and_why(plan, editor):
    row = write(plan, "ada", "bob", "cyd", "dot")
    object_to_newsletters("bob@example.org")
    with unit_of_work():
        db.session.add(Suppression(email="cyd@example.org", reason="hard", at=MONDAY))
        queries.subscriber_by_email("dot@example.org").paused_until = MONDAY + timedelta(days=3)
    page = editor.get("mail_staff.check_newsletter", newsletter_id=row.id)
    for said in ("do not want newsletters", "came back", "paused all updates"):
        assert said in page.words
    send(row)
    assert told() == ["ada"]


def test_it_goes_once_to_each_whatever_is_pressed_twice(plan):
    row = write(plan, "ada", "bob")
    follow("ada@example.org", (TargetKind.EVERYTHING, 0))
    send(row)
    send(row)
    jobs.run("mail.newsletters")
    assert told() == ["ada", "bob"]
    run = db.session.query(MailRun).filter_by(kind=RunKind.NEWSLETTER).one()
    assert (run.message_count, run.title) == (2, "News of the unit")


def test_the_message_draws_from_plans_and_posts_what_is_public_when_it_leaves(plan):
    post, gone = make_post("Blood tests stay"), make_post("Withdrawn later")
    row = write(plan, "ada")
    part = next(block for block in live_blocks(plan) if "telephone" in block.text)
    for one, anchor in ((plan, part.anchor), (post, ""), (gone, "")):
        draw(row, one, anchor)
    send(row)
    (letter,) = letters(name="newsletter")
    assert "Withdrawn later" in letter.text
    with unit_of_work():
        publishing.withdraw(VISITOR, publication=db.session.get_one(type(gone), gone.id), reason="It was wrong.")
    (letter,) = letters(name="newsletter")
    assert letter.subject == "News of the unit"
    assert "Withdrawn later" not in letter.text + letter.html
    assert "Two teams share one telephone number." in letter.text
    assert f"{SITE}/posts/news/blood-tests-stay/" in letter.text
    assert f"[unit]({SITE}/plans/)" in letter.text
    assert f'href="{SITE}/plans/"' in letter.html
    assert "ENGAGEx" not in letter.text + letter.html


def test_it_is_looked_at_again_when_it_leaves(plan):
    row = write(plan, "ada", "bob", "cyd")
    send(row)
    object_to_newsletters("ada@example.org")
    with unit_of_work():
        actions.stop_all(VISITOR, subscriber=queries.subscriber_by_email("bob@example.org"), way="test")
    RUNNER.run()
    states = {one.to[:3]: one.state for one in in_outbox(name="newsletter")}
    assert states == {"ada": OutboxState.SUPPRESSED, "bob": OutboxState.DROPPED, "cyd": OutboxState.SENT}


def test_one_click_stops_newsletters_alone(plan, client):
    row = write(plan, "ada")
    send(row)
    (letter,) = letters(name="newsletter")
    assert letter.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter.headers["List-Archive"] == f"<{SITE}/newsletters/>"
    path = letter.headers["List-Unsubscribe"].strip("<>").removeprefix(SITE)
    client.get(path)
    ada = queries.subscriber_by_email("ada@example.org")
    assert queries.objections(ada.id) == set()
    client.post(path, {"List-Unsubscribe": "One-Click"}, headers={"Sec-Fetch-Site": "none"}, expect=200)
    db.session.rollback()
    assert queries.objections(ada.id) == {"newsletters"}
    assert queries.followed(ada.id)[0]


def test_it_leaves_at_its_time_on_the_sites_clock(plan, editor, clock):
    row = write(plan, "ada")
    at = {"when": "later", "date": "2026-03-29", "time": "01:30", "version": "1"}
    page = editor.post("mail_staff.check_newsletter", at, newsletter_id=row.id, expect=422)
    assert "clocks go forward" in page.words
    editor.post("mail_staff.check_newsletter", {**at, "time": "09:00"}, newsletter_id=row.id)
    db.session.expire_all()
    assert again(row).send_at == datetime(2026, 3, 29, 8, tzinfo=UTC)
    assert "Leaves" in editor.get("mail_staff.newsletters").words
    jobs.run("mail.newsletters")
    assert told() == []
    clock.move_to(datetime(2026, 3, 29, 8, 1, tzinfo=UTC))
    jobs.run("mail.newsletters")
    assert told() == ["ada"]


def test_what_is_scheduled_is_taken_back_before_it_is_changed(plan, editor):
    row = write(plan, "ada")
    send(row, at=MONDAY + timedelta(days=1))
    words = {"title": "Other", "body": "Other", "to_whom": f"publication:{plan.id}", "version": "1"}
    page = editor.post("mail_staff.newsletter", words, newsletter_id=row.id, expect=422)
    assert "Take it back first" in page.words
    editor.post("mail_staff.steer_newsletter", {"act": "take-back"}, newsletter_id=row.id)
    editor.post("mail_staff.newsletter", words, newsletter_id=row.id)
    stale = editor.post("mail_staff.newsletter", words, newsletter_id=row.id, expect=422)
    assert "Somebody changed this newsletter" in stale.words
    assert editor.get("mail_staff.newsletter", newsletter_id=row.id).heading == "Other"


def test_what_changed_since_it_was_looked_at_is_not_sent(plan, editor):
    row = write(plan, "ada")
    draw(row, plan)
    page = editor.post("mail_staff.check_newsletter", {"when": "now", "version": "1"}, newsletter_id=row.id, expect=422)
    assert "Look at it again" in page.words


def test_a_time_that_was_missed_for_a_week_asks_first(plan, editor, clock):
    row = write(plan, "ada")
    with unit_of_work():
        newsletters.schedule(VISITOR, newsletter=again(row), version=1, at=MONDAY + timedelta(hours=1))
    clock.shift(timedelta(days=8))
    jobs.run("mail.newsletters")
    assert told() == []
    assert "It was not sent" in editor.get("mail_staff.check_newsletter", newsletter_id=row.id).words


def test_a_restored_backup_sends_it_to_nobody_a_second_time(plan, site):
    row = write(plan, "ada")
    send(row)
    sent = in_outbox(name="newsletter")
    with unit_of_work():
        db.session.execute(MailRun.__table__.update().values(period="lost"))
        lost = again(row)
        lost.run_id, lost.sent_at = None, None
        for one in sent:
            db.session.delete(one)
    jobs.run("mail.newsletters")
    assert told() == []
    assert again(row).run_id is not None


def test_drafts_are_arranged_and_thrown_away(plan, editor):
    post, row = make_post("Blood tests stay"), write(plan, "ada")
    draw(row, plan)
    draw(row, post)
    page = editor.get("mail_staff.newsletter", newsletter_id=row.id)
    assert titles(page) == ["One stroke unit", "Blood tests stay"]
    items = [box.get("value") for box in page.select("input[name=item]")]
    act = {"act": "up", "item": items[-1]}
    editor.post("mail_staff.act_on_newsletter", act, newsletter_id=row.id)
    assert titles(editor.get("mail_staff.newsletter", newsletter_id=row.id)) == ["Blood tests stay", "One stroke unit"]
    editor.post("mail_staff.act_on_newsletter", {**act, "act": "take-out"}, newsletter_id=row.id)
    assert titles(editor.get("mail_staff.newsletter", newsletter_id=row.id)) == ["One stroke unit"]
    offered = editor.get("mail_staff.draw_from", newsletter_id=row.id, q="blood")
    assert "One stroke unit" not in offered.words
    parts = editor.get("mail_staff.draw_from", newsletter_id=row.id, publication=plan.id)
    assert "Two teams share one telephone number." in parts.words
    draft = make_plan("Secret", published=False)
    editor.get("mail_staff.draw_from", newsletter_id=row.id, publication=draft.id, expect=404)
    hidden = {"act": "draw", "item": draft.id}
    assert "not public" in editor.post("mail_staff.act_on_newsletter", hidden, newsletter_id=row.id, follow=True).words
    editor.post("mail_staff.act_on_newsletter", {"act": "throw-away"}, newsletter_id=row.id)
    editor.get("mail_staff.newsletter", newsletter_id=row.id, expect=404)


def test_the_archive_shows_what_was_sent_and_nothing_else(plan, editor, another_client):
    row, draft = write(plan, "ada"), write(plan, "bob", body="Not yet.")
    draw(row, plan)
    assert "No newsletter has been sent" in another_client.get("mail.newsletter_archive").words
    another_client.get("mail.archived_newsletter", newsletter_id=row.id, expect=404)
    send(row)
    assert "News of the unit" in another_client.get("mail.newsletter_archive").words
    assert "One stroke unit" in another_client.get("mail.archived_newsletter", newsletter_id=row.id).words
    another_client.get("mail.archived_newsletter", newsletter_id=draft.id, expect=404)
    with unit_of_work():
        publishing.withdraw(VISITOR, publication=db.session.get_one(type(plan), plan.id), reason="It was wrong.")
    assert "One stroke unit" not in another_client.get("mail.archived_newsletter", newsletter_id=row.id).words
    editor.post("mail_staff.steer_newsletter", {"act": "withdraw"}, newsletter_id=row.id)
    another_client.get("mail.archived_newsletter", newsletter_id=row.id, expect=404)


def test_a_cancelled_run_leaves_nothing_in_the_archive(plan, another_client, client):
    row = write(plan, "ada")
    send(row)
    another_client.get("mail.archived_newsletter", newsletter_id=row.id)
    client.sign_in(make_account(roles=["officer"]))
    client.post("mail_staff.steer", {"act": "cancel"}, run_id=again(row).run_id)
    another_client.get("mail.archived_newsletter", newsletter_id=row.id, expect=404)


def test_a_test_goes_to_who_looks_and_nobody_else(plan, editor):
    row = write(plan, "ada")
    editor.post("mail_staff.steer_newsletter", {"act": "trial"}, newsletter_id=row.id)
    (trial,) = in_outbox(name="newsletter_trial")
    assert (trial.to, trial.subject) == ("edda@northvale.example", "Test: News of the unit")
    assert "/subscriptions/object/" not in trial.text
    assert "News of the unit" in editor.get("mail_staff.newsletter_html", newsletter_id=row.id, unchecked="a mail").text


def test_who_sends_for_one_area_writes_to_its_followers_only(plan):
    from engage.core.permissions import Grant, Role
    from engage.mail.queries_newsletters import may_send

    local = Viewer(1, "Lo", "lo@northvale.example", (Grant(Role.EDITOR, frozenset({7})),))
    assert not may_send(local, write(plan))
    with unit_of_work():
        mine = newsletters.begin(VISITOR, title="Here", body="Here.", to_whom=ToWhom(TargetKind.AREA, 7))
    assert may_send(local, mine)


def test_a_correction_goes_to_those_whom_a_newsletter_told(plan, client):
    row = write(plan, "ada")
    draw(row, plan)
    send(row)
    RUNNER.run()
    with unit_of_work():
        publishing.withdraw(VISITOR, publication=db.session.get_one(type(plan), plan.id), reason="It was wrong.")
    client.sign_in(make_account(roles=["officer"]))
    words = {"publication": str(plan.id), "subject": "Correction", "text": "It was wrong."}
    client.post("mail_staff.correction", words, run_id=again(row).run_id)
    jobs.run("mail.steering")
    assert [one.to for one in in_outbox(name="mail_correction")] == ["ada@example.org"]


def test_what_looks_like_a_hole_of_a_message_is_left_as_it_was_written(plan):
    row = write(plan, "ada", body="The room ENGAGExblue_roomx is open.")
    send(row)
    (letter,) = letters(name="newsletter")
    assert "ENGAGExblue_roomx" in letter.text
    assert "ENGAGExblue_roomx" in letter.html


def test_it_reads_from_the_side_where_its_words_begin(plan):
    row = write(plan, "ada", body="**مرحبا** بكم")
    draw(row, plan)
    send(row)
    (letter,) = letters(name="newsletter")
    page = html.fromstring(letter.html)
    assert page.cssselect(".preheader")[0].text_content() == "مرحبا بكم"
    assert [one.tag for one in page.cssselect("[dir=auto]")][:3] == ["h1", "div", "h2"]


def test_one_that_was_cancelled_leads_to_no_page_of_the_archive(plan, editor):
    row = write(plan, "ada")
    send(row)
    number = row.id
    assert "Take it off the archive" in editor.get("mail_staff.check_newsletter", newsletter_id=number).words
    with unit_of_work():
        steering.cancel(VISITOR, run=db.session.get_one(MailRun, again(row).run_id))
    page = editor.get("mail_staff.check_newsletter", newsletter_id=number)
    assert "Its run was cancelled" in page.words
    assert not page.select(f"main a[href='/newsletters/{number}/']")
    assert "Take it off the archive" not in page.words
