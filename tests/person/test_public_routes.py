"""A person who says something by every public way there is, without an account, and is erased."""

import re
import zipfile

from click.testing import CliRunner

from engage.commands import main
from engage.core.database import db, unit_of_work
from engage.core.jobs import run
from engage.core.permissions import VISITOR
from engage.core.person import Wish, at_address
from engage.core.person_erasing import held_of
from engage.person.actions import erasures
from tests.engagements.test_events import book, make_event
from tests.person.test_erase import found_in, settle
from tests.support.answering import begin, code_on, fill, fill_all, send
from tests.support.comments import open_thread
from tests.support.consultations import make_consultation
from tests.support.databases import look_again
from tests.support.guests import sent_mails
from tests.support.page_client import PageClient
from tests.support.publishing import make_plan

ADDRESS, NAME = "wilf@openshaw.example", "Wilf Openshaw"
WHO = {"name": NAME, "email": ADDRESS}


def the_link(part):
    look_again()
    texts = [mail.text for mail in sent_mails() if part in mail.text]
    return re.search(rf"http://127\.0\.0\.1:8000({part}\S+)", texts[-1]).group(1)


def comments(client, plan):
    said = {**WHO, "role": "zqrole", "organisation": "zqgroup", "body": "zqcomment about the bus"}
    client.post("comments.send", said, publication_id=plan.id)
    where = the_link("/comments/")
    client.post(where, client.get(where).form("confirm"), follow=True)


def follows(client, plan):
    client.post("mail.follow", {"email": ADDRESS, "frequency": "daily"}, kind="publication", target_id=plan.id)
    where = the_link("/subscriptions/")
    client.post(where, {"subscription": client.get(where).select("input[name=subscription]")[0].get("value")})


def answers(client, consultation):
    begin(client, consultation, email=ADDRESS)
    fill_all(client, consultation)
    fill(client, consultation, "views", **{"q-agree": "4", "q-short": "zqanswer"})
    send(client, consultation, consent="named", **WHO)


def drafts(client, consultation):
    begin(client, consultation, email=ADDRESS)
    fill(client, consultation, "views", **{"q-agree": "4", "q-short": "zqdraft"})
    client.post("submissions.respond_leave", slug=consultation.slug)


def suggests(client):
    said = {"name": "Dale Carers", "about": "zqgroupabout", "website": "dalecarers.example", "email": ADDRESS}
    client.post("directory_upkeep.suggest", {**client.get("directory_upkeep.suggest").form(), **said}, follow=True)


def registers(client):
    client.post("accounts.register", WHO, follow=True)


def test_whoever_said_something_by_every_public_way_is_found_and_erased(site, client):
    plan, consultation, (_, event) = make_plan(), make_consultation(), make_event()
    open_thread(plan)
    comments(PageClient(site), plan)
    follows(PageClient(site), plan)
    answers(PageClient(site), consultation)
    drafts(PageClient(site), consultation)
    book(PageClient(site), event, needs="zqneeds", **WHO)
    suggests(PageClient(site))
    registers(PageClient(site))
    settle()
    marks = ["zqcomment", "zqrole", "zqgroup", "zqanswer", "zqdraft", "zqneeds", NAME, ADDRESS]
    assert all(found_in(mark) for mark in marks)
    titles = {line.holding.title for line in held_of(at_address(ADDRESS))}
    assert titles >= {
        "Your account",
        "Comments that you wrote",
        "Answers that can still be taken back",
        "What you follow",
        "Events that you booked",
        "Groups that you told us of",
    }
    with unit_of_work():
        wish = Wish(withdraws=True)
        erasures.ask_erasure(VISITOR, person=at_address(ADDRESS), wish=wish, reason="Asked for by letter")
    run(erasures.WORK)
    settle()
    db.session.expire_all()
    assert {mark for mark in marks if found_in(mark)} == {"zqgroup"}
    assert found_in("zqgroup") == {("group_suggestion", "about")}
    client.get(f"/plans/{plan.slug}/")
    client.get("site.home")


def test_a_response_without_an_address_is_found_and_erased_by_its_code(site, client, tmp_path):
    consultation = make_consultation()
    code = code_on(begin(client, consultation))
    fill_all(client, consultation)
    fill(client, consultation, "views", **{"q-agree": "4", "q-short": "zqnameless"})
    send(client, consultation, name=NAME)
    engage = main.commands["person"]
    out = str(tmp_path / "copy.zip")
    assert CliRunner().invoke(engage, ["export", code.lower(), "--out", out], obj=lambda: site).exit_code == 0
    with zipfile.ZipFile(out) as archive:
        assert "zqnameless" in "".join(archive.read(name).decode() for name in archive.namelist())
    wrong = CliRunner().invoke(engage, ["erase", "AAAA-AAAA-AAAAA", "--reason", "Asked for"], obj=lambda: site)
    assert "Nothing is held" in wrong.stderr
    line = ["erase", code, "--reason", "Asked for by telephone"]
    assert "leave --tell out" in CliRunner().invoke(engage, [*line, "--tell"], obj=lambda: site).stderr
    done = CliRunner().invoke(engage, line, obj=lambda: site)
    assert done.exit_code == 0, done.output
    settle()
    assert not found_in("zqnameless")
    assert not found_in(NAME)
