"""After an erasure nobody finds the person: not in any table, any index, any file or any page."""

import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import delete, select

from engage.commands import main
from engage.comments import queries as comments
from engage.comments.actions import redact_comment
from engage.core import clock, files, ledger
from engage.core.database import db, reading, unit_of_work
from engage.core.jobs import registered, run
from engage.core.permissions import VISITOR
from engage.core.person import Fate, Wish, at_address, black_out, holdings, steps
from engage.core.person_erasing import take
from engage.mail.models import Suppression
from engage.person.actions import erasures
from engage.person.models import ErasureState, PersonErasure
from engage.submissions.models import SubmissionFile
from tests.support.comments import make_rules
from tests.support.everything import (
    ADDRESS,
    NAME,
    Everything,
    everything_stored,
    kept_columns,
    person_now,
    rows_of,
)

REASON = "Asked for by letter of 3 May"


@pytest.fixture
def engage(site):
    def run_command(name, *line):
        return CliRunner().invoke(main.commands[name], line, obj=lambda: site)

    return run_command


@pytest.fixture
def everything(site):
    return Everything()


def erase(*options):
    """Erase the person as the command does, and let every job run that follows."""
    settle()
    with unit_of_work():
        wish = Wish(withdraws="keep" not in options)
        tell = ADDRESS if "tell" in options else ""
        made = erasures.ask_erasure(VISITOR, person=at_address(ADDRESS), wish=wish, reason=REASON, tell=tell)
    run(erasures.WORK)
    settle()
    return made.id


def of_submissions(*, going):
    """Where the files lie of the person's submissions that go, or that stay."""
    holding = next(each for each in holdings() if each.model is SubmissionFile and (each.fate == "deleted") is going)
    wanted = select(files.StoredFile).join(SubmissionFile, SubmissionFile.file_id == files.StoredFile.id)
    with reading():
        return [files.location(each) for each in db.session.scalars(wanted.where(holding.whose(person_now())))]


def settle():
    """Seal, and let every reader of the ledger and every sweep do its work, twice: some wake others."""
    for _ in range(2):
        run("ledger.seal")
        for name in sorted(registered()):
            run(name)


def found_in(word):
    return {(table, column) for table, column, said in everything_stored() if word.lower() in said.lower()}


def is_index(place):
    return place[0].startswith("search_index")


def test_nothing_that_is_not_kept_for_a_reason_is_found_anywhere(everything):
    them = person_now()
    erase()
    assert found_in(ADDRESS) <= kept_columns()
    assert found_in(NAME) <= kept_columns()
    for mark, (table, name, holding) in everything.marks.items():
        places = {place for place in found_in(mark) if not (holding.fate is Fate.KEPT and is_index(place))}
        assert places <= kept_columns() - {("comment", "body"), ("comment_revision", "body")}, (table, name)
    assert all(rows_of(each, them) == [] for each in holdings() if each.fate == "deleted")


def test_no_part_of_the_name_or_the_address_is_left_in_an_index(everything):
    taken_back = [mark for mark, (_, _, holding) in everything.marks.items() if holding.fate is not Fate.KEPT]
    words = ["zebedee", "quillfeather", *taken_back]
    assert any(is_index(place) for mark in taken_back for place in found_in(mark))
    erase()
    assert {place for word in words for place in found_in(word) if is_index(place)} == set()


def files_that_name(words, folder):
    """The files that hold these words, read by another process.

    Whoever closes a file of SQLite takes the locks away that SQLite holds on it in the same process, and the queue of
    jobs lies here: a worker that is started next would think itself alone and spoil it.
    """
    found = subprocess.run(
        [shutil.which("grep"), "-rlaF", words, str(folder)], capture_output=True, text=True, check=False
    )
    assert found.returncode in (0, 1), found.stderr
    return [Path(line) for line in found.stdout.splitlines()]


def test_no_file_and_no_page_holds_the_person(everything, client, site):
    folder = site.config["ENGAGE"].data_dir
    gone, kept = of_submissions(going=True), of_submissions(going=False)
    assert gone
    assert kept
    assert all(path.exists() for path in (*gone, *kept))
    everything.leave_office()
    erase()
    assert not any(path.exists() for path in gone)
    assert {path for path in files_that_name(ADDRESS, folder) if "mail" not in path.parts} <= set(kept)
    for where in (
        "/",
        everything.plan_path,
        "/posts/",
        "/consultations/",
        "/search/?q=quillfeather",
        "/organisations/",
    ):
        page = client.get(where)
        assert ADDRESS not in page.text
        assert NAME not in page.text


def test_the_ledger_holds_and_the_counters_are_right(everything, engage):
    # Rows that were put into tables by hand were counted nowhere.
    engage("check", "--counters")
    erase()
    answer = engage("check", "--counters")
    assert answer.exit_code == 0, answer.output
    with reading():
        assert ledger.verify().fault is None
        said = [entry.facts for entry in db.session.scalars(select(ledger.Entry))]
    assert not [facts for facts in said if "zebedee" in facts.lower()]


def test_words_stay_in_public_where_that_is_the_wish(everything):
    erase("keep")
    mark = next(mark for mark, (table, name, _) in everything.marks.items() if (table, name) == ("comment", "body"))
    assert ("comment", "body") in found_in(mark)
    assert found_in(ADDRESS) <= kept_columns()


def test_an_erasure_that_died_at_any_batch_is_carried_to_its_end(everything):
    settle()
    with unit_of_work():
        erasures.ask_erasure(VISITOR, person=at_address(ADDRESS), wish=Wish(withdraws=True), reason=REASON)
    for many in range(0, len(steps()), 7):
        with unit_of_work():
            claimed = erasures.claim_erasure()
        them = at_address(ADDRESS) if many == 0 else them  # noqa: F821 - of the first round
        for step in steps()[:many]:
            with unit_of_work():
                take(VISITOR, step, them, Wish(withdraws=True))
        with unit_of_work():
            db.session.get_one(PersonErasure, claimed.id).leased_until = clock.now() - erasures.LEASE
    run(erasures.WORK)
    settle()
    assert found_in(ADDRESS) <= kept_columns()
    assert db.session.scalars(select(PersonErasure.state).where(PersonErasure.reason == REASON)).all() == [
        ErasureState.DONE
    ]


def test_a_second_erasure_finds_what_is_kept_and_changes_nothing(everything):
    erase()
    names = {each.table.name for each in holdings()} - {"person_erasure"}
    before = sorted(each for each in everything_stored() if each[0] in names)
    erase()
    assert sorted(each for each in everything_stored() if each[0] in names) == before


def test_the_person_is_told_once_and_then_the_address_is_forgotten(everything, site):
    with unit_of_work():
        db.session.execute(delete(Suppression))
    erase("tell")
    letters = [path.read_text() for path in (site.config["ENGAGE"].data_dir / "mail").glob("*.eml")]
    assert sum("is erased" in letter for letter in letters) == 1
    assert "outbox_message" not in {table for table, _ in found_in(ADDRESS)}
    row = db.session.scalars(select(PersonErasure).where(PersonErasure.reason == REASON)).one()
    assert (row.whom, row.tell, row.state) == ("", "", ErasureState.DONE)


def test_a_dry_run_says_what_goes_and_what_stays_and_changes_nothing(everything, engage):
    before = sorted(everything_stored())
    answer = engage("person", "erase", ADDRESS, "--dry-run")
    assert answer.exit_code == 0, answer.output
    assert "Deleted: we write to the address no more" in answer.output
    assert "Kept: what was sent to a consultation that has closed" in answer.output
    assert sorted(everything_stored()) == before


def test_the_command_erases(everything, engage):
    answer = engage("person", "erase", ADDRESS, "--reason", REASON)
    assert answer.exit_code == 0, answer.output
    assert "Done." in answer.output
    assert found_in(ADDRESS) <= kept_columns()


def test_staff_pages_about_what_stays_still_open(everything, client):
    reason = make_rules()
    with unit_of_work():
        comment = comments.comment(everything.comment.id)
        redact_comment(VISITOR, comment=comment, revision=1, start=0, end=4, reason=reason)
    client.sign_in(everything.others)
    where = [
        f"/staff/moderation/{everything.comment.id}/",
        f"/staff/moderation/{everything.guest.id}/",
        f"/staff/moderation/people/{everything.comment.id}/",
        f"/staff/consultations/{everything.consultation.id}/submissions/",
        f"/staff/consultations/{everything.consultation.id}/submissions/{everything.open_one.id}/",
        f"/staff/consultations/{everything.closed.id}/submissions/{everything.counted.id}/",
        f"/staff/engagements/{everything.engagement.id}/",
        f"/staff/engagements/{everything.engagement.id}/history/",
        f"/staff/accounts/{everything.account.id}/",
        f"/staff/publishing/{everything.plan.id}/history/",
        f"/staff/reach/consultations/{everything.consultation.id}/",
        *("/staff/", "/staff/audit/", "/staff/moderation/", "/staff/moderation/appeals/", "/staff/mail/"),
    ]
    for each in where:
        client.get(each)
    erase()
    everything.leave_office()
    for each in where:
        assert ADDRESS not in client.get(each).text, each


@pytest.mark.parametrize(("reason", "sentence"), [("", "Say why"), (f"{NAME} asked", "must name nobody")])
def test_a_reason_is_wanted_and_names_nobody(everything, engage, reason, sentence):
    answer = engage("person", "erase", ADDRESS, "--reason", reason)
    assert answer.exit_code == 1
    assert sentence in answer.stderr
    assert ("account", "email") in found_in(ADDRESS)


def test_the_only_administrator_is_not_erased(everything, engage):
    answer = engage("person", "erase", "admin@people.example", "--reason", REASON)
    assert answer.exit_code == 1
    assert "only administrator" in answer.stderr


def test_names_are_blacked_out_as_whole_words_and_in_json_too(site):
    them = at_address("zoe@people.example").named(["Zoë Byron", "rose"])
    assert black_out(them, "zoë byron and Rose, ZOE@people.example.") == "[erased] and Rose, [erased]."
    assert black_out(them, '{"said": "Zo\\u00eb Byron"}') == '{"said": "[erased]"}'
    assert black_out(them, "Zoë Byrony") == "Zoë Byrony"
