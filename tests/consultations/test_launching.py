"""The rehearsal, the launch with its record, and what may be done afterwards."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from sqlalchemy import select

from engage.consultations import actions, queries, rehearsal
from engage.consultations.definition import Definition, Page
from engage.core import calendar, clock, files, jobs
from engage.core.database import db, reading, unit_of_work
from engage.core.ledger import Entry
from engage.core.outbox import OutboxMessage
from engage.core.permissions import VISITOR, Role
from engage.submissions.models import EqualityAnswer, Submission
from tests.support.accounts import mails, make_account
from tests.support.consultations import make_consultation, make_definition, option, question
from tests.support.databases import look_again
from tests.support.publishing import make_plan, make_post, store_file
from tests.support.statements import counted
from tests.support.submissions import make_submission

TEXTS = {"summary": "S.", "to_decide": "T.", "already_fixed": "A.", "audience": "Everybody."}


@pytest.fixture
def officer(client):
    return client.sign_in(make_account(roles=[Role.OFFICER]))


def draft(**facts):
    return make_consultation(open=False, publications=[make_plan()], **TEXTS, **facts)


def states(it):
    with reading():
        return {check.key: check.state for check in rehearsal.checks(it)}


def entries(verb):
    look_again()
    return db.session.scalars(select(Entry).where(Entry.verb == verb).order_by(Entry.id)).all()


def waive_everything(officer, it):
    for key, state in states(it).items():
        if state == "failed" and key != "trial":
            waived = {"check": key, "reason": "The board has agreed to it."}
            officer.post("consultations_staff.waive", waived, consultation_id=it.id)


def launch(officer, it, expect=303, **more):
    data = {"when": "now", "post": "0", **more}
    return officer.post("consultations_staff.launch", data, consultation_id=it.id, expect=expect)


def test_trial_responses_really_go_through_and_leave_nothing(officer):
    it = draft()
    assert states(it)["trial"] == "failed"
    officer.get("consultations_staff.trial_report", consultation_id=it.id, expect=404)
    officer.post("consultations_staff.rehearse", consultation_id=it.id)
    page = officer.get("consultations_staff.rehearsal", consultation_id=it.id)
    assert "5 trial responses were sent, answering 13 of 13 questions" in page.words
    report = officer.get("consultations_staff.trial_report", consultation_id=it.id)
    assert "How far do you agree? Scale, answered by 5 of 5" in report.words
    assert [cell.text_content() for cell in report.select("table")[0].cssselect("td")] == ["3", "2"]
    assert "From 0 to 4, half of them at most" in report.words
    assert states(it)["trial"] == "passed"
    assert queries.consultation(it.id).state.value == "draft"
    assert not db.session.scalars(select(Submission)).all()
    assert not db.session.scalars(select(EqualityAnswer)).all()
    assert not db.session.scalars(select(OutboxMessage)).all()
    assert not entries("submission.sent")


def test_new_questions_want_a_new_trial(officer):
    it = draft()
    officer.post("consultations_staff.rehearse", consultation_id=it.id)
    with unit_of_work():
        actions.save_question(VISITOR, consultation=it, question=question("newone"), page_key="more")
    assert states(it)["trial"] == "failed"


def test_a_question_that_nobody_can_answer_fails_the_trial(officer):
    choice = question("aaaa", "many_choice", "Which?", required=True, options=(option("opt1"), option("opt2")), least=3)
    it = draft(definition=Definition(pages=(Page(key="page", title="Page", questions=(choice,)),)))
    officer.post("consultations_staff.rehearse", consultation_id=it.id)
    page = officer.get("consultations_staff.rehearsal", consultation_id=it.id)
    assert "“Which?” cannot be answered with what it offers" in page.words
    assert states(it)["trial"] == "failed"


def test_each_check_says_what_to_do(officer):
    it = make_consultation(open=False, definition=Definition(), contact_email="", weeks=2)
    page = officer.get("consultations_staff.rehearsal", consultation_id=it.id)
    for words in (
        "Write a summary, what will be decided",
        "12 weeks, 84 days, are advised",
        "There is no question yet",
        "Give an email address or a telephone number",
        "Choose the plan",
        "Promise a date",
        "Run the trial responses",
    ):
        assert words in page.words
    assert "Launch it" not in page.words
    launch(officer, it, expect=422)


def test_bank_holidays_and_elections_are_counted(site):
    opens = clock.now().replace(year=2027, month=3, day=25, hour=9)
    it = draft(opens_at=opens, closes_at=opens.replace(month=6, day=17))
    with reading(), clock.pretending(opens - timedelta(days=1)):
        found = {check.key: check for check in rehearsal.checks(it)}
    assert "Good Friday (26 March 2027), Easter Monday (29 March 2027)" in found["length"].says[1]
    assert found["length"].state == "failed"
    assert "Local elections" in found["elections"].says[0]


def test_what_the_checks_read_does_not_depend_on_the_day_of_the_week(site):
    it = draft()
    look_again()
    it, read = queries.consultation(it.id), set()
    rehearsal.checks(it)
    for day in range(7):
        with clock.pretending(clock.now() + timedelta(days=day)), counted() as statements:
            rehearsal.checks(it)
        read.add(len(statements))
    assert len(read) == 1


def test_a_check_is_waived_with_a_reason_and_the_waiver_taken_back(officer):
    it = draft()
    refused = officer.post("consultations_staff.waive", {"check": "results"}, consultation_id=it.id, expect=422)
    assert "Say why this check need not pass." in refused.words
    must = {"check": "notice", "reason": "Because."}
    officer.post("consultations_staff.waive", must, consultation_id=it.id, expect=422)
    officer.post("consultations_staff.waive", {"check": "results", "reason": "No date yet."}, consultation_id=it.id)
    assert states(it)["results"] == "waived"
    assert "No date yet." in officer.get("consultations_staff.rehearsal", consultation_id=it.id).words
    officer.post("consultations_staff.lift_waiver", {"check": "results"}, consultation_id=it.id)
    assert states(it)["results"] == "failed"


def test_the_launch_opens_it_publishes_the_post_and_keeps_what_is_on_show(officer):
    it = draft()
    post = make_post("We ask you", published=False)
    with unit_of_work():
        actions.add_material(VISITOR, consultation=it, stored=store_file(), title="Figures")
    officer.post("consultations_staff.rehearse", consultation_id=it.id)
    waive_everything(officer, it)
    launch(officer, it, post=str(post.id))
    look_again()
    launched = queries.consultation(it.id)
    assert launched.is_open(clock.now())
    assert db.session.get(type(post), post.id).is_public(clock.now())
    assert len(entries("consultation.launched")) == len(entries("consultation.opened")) == 1
    archive = officer.sign_out().get("consultations.launch_record", slug=it.slug)
    assert archive.headers["Content-Type"] == "application/zip"
    row, stored = queries.launch_record(launched)
    with zipfile.ZipFile(io.BytesIO(files.location(stored).read_bytes())) as held:
        names = held.namelist()
        manifest = json.loads(held.read("manifest.json"))
        assert json.loads(held.read("questions.json"))["pages"][0]["title"] == "About you"
        assert "Have you used the service" in held.read("consultation.html").decode()
    assert any(name.startswith("documents/") for name in names)
    assert any(name.startswith("publications/") for name in names)
    assert set(manifest["parts"]) == set(names) - {"manifest.json"}
    assert {check["state"] for check in manifest["consultation"]["checks"]} == {"passed", "waived"}
    assert (row.definition, entries("consultation.launched")[0].values["record_id"]) == (1, stored.id)


def test_it_can_be_launched_for_a_later_minute(officer):
    it = draft()
    officer.post("consultations_staff.rehearse", consultation_id=it.id)
    waive_everything(officer, it)
    day = (clock.now() + timedelta(days=3)).date().isoformat()
    assert "Enter a time" in launch(officer, it, expect=422, when="later", on=day).words
    launch(officer, it, when="later", on=day, time="09:30")
    assert "Coming" in officer.get("consultations.one", slug=it.slug).words
    assert not entries("consultation.opened")
    with clock.pretending(clock.now() + timedelta(days=4)):
        for _ in range(2):
            jobs.run("consultations.clock")
    assert len(entries("consultation.opened")) == 1


def test_the_clock_tells_of_the_close_once_for_each_closing_time(site):
    it = make_consultation(weeks=12)
    start = clock.now()
    for days in (70, 78, 79, 83, 83.5, 85, 86):
        with clock.pretending(start + timedelta(days=days)):
            jobs.run("consultations.clock")
    assert [entry.values["days"] for entry in entries("consultation.closing_soon")] == [7, 1]
    assert len(entries("consultation.closed")) == 1
    with clock.pretending(start + timedelta(days=87)):
        with unit_of_work():
            later = start + timedelta(days=100)
            actions.extend(VISITOR, consultation=it, closes_at=later, reason="A flood.")
        jobs.run("consultations.clock")
    with clock.pretending(start + timedelta(days=101)):
        jobs.run("consultations.clock")
    assert len(entries("consultation.closed")) == 2


def test_extending_has_a_reason_that_everybody_reads(officer):
    it = make_consultation()
    form = officer.get("consultations_staff.extend", consultation_id=it.id).form()
    later = (it.closes_at + timedelta(days=14)).date().isoformat()
    page = officer.post("consultations_staff.extend", {**form, "on": later}, consultation_id=it.id, expect=422)
    assert "Say why." in page.words
    sooner = {**form, "on": (it.closes_at - timedelta(days=14)).date().isoformat(), "reason": "Bored."}
    officer.post("consultations_staff.extend", sooner, consultation_id=it.id, expect=422)
    sent = {**form, "on": later, "reason": "The leaflets came late."}
    for _ in range(2):
        officer.post("consultations_staff.extend", sent, consultation_id=it.id)
    assert len(entries("consultation.extended")) == 1
    assert "The leaflets came late." in officer.sign_out().get("consultations.one", slug=it.slug).words


def test_texts_and_the_notice_are_corrected_in_public(officer):
    it = make_consultation(summary="On Tuesdays.")
    where = {"consultation_id": it.id}
    form = officer.get("consultations_staff.correct", field="summary", **where).form()
    sent = {**form, "text": "On Wednesdays.", "reason": "The hall is taken."}
    officer.post("consultations_staff.correct", sent, field="summary", **where)
    stale = {**form, "text": "On Fridays.", "reason": "Mine."}
    page = officer.post("consultations_staff.correct", stale, field="summary", expect=422, **where)
    assert "On Wednesdays." in page.words
    form = officer.get("consultations_staff.correct", field="notice", **where).form()
    new = {**form, "text": "Five years.", "reason": "The law."}
    officer.post("consultations_staff.correct", new, field="notice", **where)
    words = officer.get("consultations.one", slug=it.slug).words
    assert "The summary was corrected The hall is taken." in words
    assert "The privacy notice was corrected The law." in words
    assert len(entries("consultation.corrected")) == 2
    officer.get("consultations_staff.correct", field="slug", expect=404, **where)


def test_the_words_of_a_question_are_corrected_and_nothing_else(officer):
    it = make_consultation()
    where = {"consultation_id": it.id, "key": "reasons"}
    form = officer.get("consultations_staff.correct_question", **where).form()
    sent = {**form, "label": "For which reasons?", "reason": "It was unclear."}
    officer.post("consultations_staff.correct_question", {**sent, "reason": ""}, expect=422, **where)
    officer.post("consultations_staff.correct_question", sent, **where)
    look_again()
    now = queries.definition_of(queries.consultation(it.id))
    assert now.question("reasons").label == "For which reasons?"
    assert now.question("reasons").options == make_definition().question("reasons").options
    fewer = {**form, "base": "2", "options-0-label": "", "reason": "Shorter."}
    page = officer.post("consultations_staff.correct_question", fewer, expect=422, **where)
    assert "only the words" in page.words


def test_the_words_of_an_equality_question_are_corrected_too(officer):
    it = make_consultation()
    asked = make_definition().equality[0]
    where = {"consultation_id": it.id, "key": asked.key}
    link = f"/staff/consultations/{it.id}/correct-question/{asked.key}/"
    assert link in officer.get("consultations_staff.after", consultation_id=it.id).text
    form = officer.get("consultations_staff.correct_question", **where).form()
    officer.post("consultations_staff.correct_question", {**form, "label": "How old?", "reason": "Plain."}, **where)
    look_again()
    assert queries.definition_of(queries.consultation(it.id)).equality[0].label == "How old?"


def test_what_is_called_off_says_why_and_takes_no_answers(officer):
    it = make_consultation()
    officer.get("consultations_staff.call_off", consultation_id=it.id)
    officer.post("consultations_staff.call_off", {"reason": "The plan is withdrawn."}, consultation_id=it.id)
    words = officer.sign_out().get("consultations.one", slug=it.slug).words
    assert "Called off on" in words
    assert "The plan is withdrawn." in words
    assert it.title not in officer.get("consultations.index").words


def test_results_end_what_was_overdue(officer):
    it = make_consultation(
        closes_at=clock.now() - timedelta(days=30), results_due=(clock.now() - timedelta(days=3)).date()
    )
    assert "The results are overdue" in officer.get("consultations_staff.after", consultation_id=it.id).words
    post = make_post("What we heard")
    page = officer.post(
        "consultations_staff.results", {"address": "/posts/news/gone/"}, consultation_id=it.id, expect=422
    )
    assert "There is no plan or post at this address" in page.words
    told = {"text": "You said **evenings**.", "address": f"/posts/news/{post.slug}/"}
    for _ in range(2):
        officer.post("consultations_staff.results", told, consultation_id=it.id)
    assert len(entries("consultation.results_published")) == 1
    words = officer.sign_out().get("consultations.one", slug=it.slug).words
    assert "You said evenings." in words
    assert "What we heard" in words
    assert "overdue" not in words


def test_an_editor_rehearses_but_does_not_launch(client):
    it = draft()
    client.sign_in(make_account(roles=[Role.EDITOR]))
    client.post("consultations_staff.rehearse", consultation_id=it.id)
    assert (
        "An engagement officer can launch it."
        in client.get("consultations_staff.rehearsal", consultation_id=it.id).words
    )
    launch(client, it, expect=403)


def test_those_who_have_answered_are_told_once(site):
    it = make_consultation()
    make_submission(it, email="ines@x.example")
    make_submission(it, email="", sent=False)
    with unit_of_work():
        later = it.closes_at + timedelta(days=14)
        actions.extend(VISITOR, consultation=it, closes_at=later, reason="A flood.")
    for _ in range(2):
        jobs.run("ledger.seal")
        jobs.run("consultations.changes")
    told = [mail for mail in mails("ines@x.example") if "Something changed" in mail.subject]
    assert len(told) == 1
    assert "The closing time was moved" in told[0].text
    assert "A flood." in told[0].text
    with clock.pretending(clock.now() + timedelta(days=8)):
        with unit_of_work():
            actions.correct_detail(VISITOR, consultation=it, field="summary", value="New.", reason="Old.")
        jobs.run("ledger.seal")
    with clock.pretending(clock.now() + timedelta(days=20)):
        jobs.run("consultations.changes")
    assert len([mail for mail in mails("ines@x.example") if "Something changed" in mail.subject]) == 1


def test_an_election_that_is_announced_counts_at_once(officer):
    it = draft()
    first = (clock.now() + timedelta(days=10)).date()
    period = {"kind": "pre_election", "title": "General election", "starts": first.isoformat()}
    wrong = {**period, "ends": (first - timedelta(days=1)).isoformat()}
    refused = officer.post("consultations_staff.special_days", wrong, expect=422)
    assert "The last day cannot be before the first." in refused.words
    for _ in range(2):
        officer.post("consultations_staff.special_days", {**period, "ends": first.isoformat()})
    assert len(officer.get("consultations_staff.special_days").select("tbody tr")) == 1
    shown = officer.get("consultations_staff.rehearsal", consultation_id=it.id)
    assert "General election: the period from" in shown.words
    look_again()
    (row,) = calendar.announced_days()
    officer.post("consultations_staff.remove_special_days", row_id=row.id)
    assert "General election" not in officer.get("consultations_staff.rehearsal", consultation_id=it.id).words
