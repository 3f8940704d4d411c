"""Comments of other systems: read by a map of columns, put below what they answer, repeatable."""

import json

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from engage.commands import main
from engage.comments import actions
from engage.comments.models import Comment
from engage.core.database import db, unit_of_work
from tests.support.comments import make_comment, open_thread, thread_now
from tests.support.databases import look_again
from tests.support.publishing import make_plan

HEAD = "id,parent,who,when,text,verdict\n"
MAP = "body=text,author=who,date=when,id=id,parent=parent"


@pytest.fixture
def plan(site):
    return make_plan("One number", slug="one-number")


@pytest.fixture
def take(site, tmp_path, plan):
    def run(content: str, columns: str = MAP, *more: str, name: str = "old.csv", expect: int = 0):
        file = tmp_path / name
        file.write_text(content, encoding="utf-8")
        arguments = ["import", "comments", str(file), "--publication", "one-number", "--map", columns, *more]
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("engage.commands._application", lambda: site)
            answer = CliRunner().invoke(main, arguments, catch_exceptions=False)
        assert answer.exit_code == expect, answer.output
        look_again()
        return answer

    return run


def rows() -> dict[str, Comment]:
    return {comment.origin_key.rpartition(":")[2]: comment for comment in db.session.scalars(sa.select(Comment))}


def chain(depth: int) -> str:
    lines = [f"{n},{n - 1 if n > 1 else -1},Ana,2015-09-{n:02d},Point {n},1" for n in range(1, depth + 1)]
    return HEAD + "\n".join(lines)


def test_a_thread_25_deep_stands_below_its_top_comment(take, plan, client):
    answer = take(chain(25))
    assert answer.output.splitlines()[-1] == "25 added, 0 changed, 0 unchanged, 0 closed, 0 refused"
    found = rows()
    assert {found[str(n)].root_id for n in range(2, 26)} == {found["1"].id}
    assert found["25"].parent_id == found["24"].id
    assert (found["1"].reply_count, thread_now(plan).published_count) == (24, 25)
    assert "Point 1" in client.get("site.plan", slug="one-number").words


def test_it_can_be_repeated_and_follows_changes(take, plan):
    take(chain(4))
    assert "0 added, 0 changed, 4 unchanged" in take(chain(4)).output
    answer = take(chain(5).replace("Point 3", "Point three"))
    assert answer.output.splitlines()[-1] == "1 added, 1 changed, 3 unchanged, 0 closed, 0 refused"
    assert rows()["3"].body == "Point three"
    assert thread_now(plan).published_count == 5
    with unit_of_work():
        assert actions.recount(plan.id) == []


def test_a_dry_run_says_the_same_and_writes_nothing(take):
    answer = take(chain(3), MAP, "--dry-run")
    assert "Nothing was written." in answer.output
    assert answer.output.splitlines()[-1] == "3 added, 0 changed, 0 unchanged, 0 closed, 0 refused"
    assert rows() == {}


def test_orphans_are_kept_and_counted_and_order_does_not_matter(take, plan):
    answer = take(HEAD + "1,2,Ana,2015-09-02,Answer,1\n2,-1,Ben,2015-09-01,Question,1\n3,999,Cy,2015-09-03,Orphan,1\n")
    assert "1 replies to comments that the file does not hold were kept as comments." in answer.output
    found = rows()
    assert found["1"].root_id == found["2"].id
    assert found["3"].root_id is None
    assert thread_now(plan).published_count == 3


def test_a_circle_of_replies_is_broken(take, plan):
    take(HEAD + "1,2,Ana,2015-09-02,A,1\n2,1,Ben,2015-09-01,B,1\n")
    assert all(comment.root_id is None for comment in rows().values())
    assert thread_now(plan).published_count == 2


def test_verdicts_become_states_and_nothing_shows_below_a_rejected_one(take, plan):
    content = HEAD + "1,,Ana,1483908221702,Bad,-1\n2,1,Ben,1483908221703,Reply,1\n3,,Cy,2017-01-09T03:43:41Z,Maybe,0\n"
    take(content, MAP + ",state=verdict")
    found = rows()
    assert [found[key].state.value for key in "123"] == ["rejected", "published", "waiting"]
    assert not found["2"].is_public
    thread = thread_now(plan)
    assert (thread.published_count, thread.waiting_count) == (0, 1)
    assert [key for key, comment in found.items() if comment.waiting_since] == ["3"]


def test_what_cannot_be_taken_is_said_and_the_rest_comes_in(take):
    answer = take(
        HEAD + "1,,Ana,sometime,Text,1\n2,,Ben,,Undated,1\n3,,Cy,01/02/2015,Good,1\n3,,Cy,01/02/2015,Twice,1\n",
        expect=1,
    )
    assert answer.output.splitlines()[-1] == "1 added, 0 changed, 0 unchanged, 0 closed, 3 refused"
    assert "line 2 was refused: “sometime” is not a date" in answer.stderr
    assert "line 5 was refused: the id 3 came before" in answer.stderr


def test_an_emptied_comment_leaves_its_place_to_the_replies(take, plan):
    content = HEAD + "1,,Ana,2015-01-01,   ,1\n2,1,Ben,2015-01-02,A reply,1\n"
    assert "2 added, 0 changed, 0 unchanged, 0 closed, 0 refused" in take(content).output
    assert (rows()["1"].state.value, rows()["2"].root_id) == ("withdrawn", rows()["1"].id)
    assert thread_now(plan).published_count == 1
    assert "1 refused" in take("t,u,d\n ,Ana,2015-01-01\n", "body=t,author=u,date=d", expect=1).output


def test_the_same_ids_of_another_source_are_other_comments(take, plan):
    take(HEAD + "1,,Ana,2015-01-01,First system,1\n2,1,Ben,2015-01-02,Below the first,1\n")
    answer = take(HEAD + "1,,Cy,2016-01-01,Second system,1\n2,1,Dee,2016-01-02,Below it,1\n", name="other.csv")
    assert answer.output.splitlines()[-1] == "2 added, 0 changed, 0 unchanged, 0 closed, 0 refused"
    found = {comment.body: comment for comment in db.session.scalars(sa.select(Comment))}
    assert len(found) == 4
    assert found["Below the first"].root_id == found["First system"].id
    assert found["Below it"].root_id == found["Second system"].id


def test_a_renamed_file_of_a_named_source_is_known_again(take):
    take(chain(2), MAP, "--source", "old: site")
    assert "0 added, 0 changed, 2 unchanged" in take(chain(2), MAP, "--source", "old: site", name="later.csv").output


def test_an_empty_comment_without_a_reply_is_refused_with_its_line(take):
    content = HEAD + '1,,Ana,2015-01-01,"Two\nlines",1\n2,,Ben,2015-01-02,,1\n3,2,Cy,2015-01-03, ,1\n'
    answer = take(content, expect=1)
    assert answer.output.splitlines()[-1] == "1 added, 0 changed, 0 unchanged, 0 closed, 2 refused"
    assert "line 4 was refused: it says nothing" in answer.stderr
    assert "line 5 was refused: it says nothing" in answer.stderr


def test_one_that_its_state_calls_removed_keeps_its_place_without_words(take, plan):
    take(HEAD + "1,,Ana,2015-01-01,,removed\n2,,Ben,2015-01-02,Secret,deleted\n", MAP + ",state=verdict")
    assert [(comment.state.value, comment.body) for comment in rows().values()] == [("withdrawn", "")] * 2
    assert thread_now(plan).published_count == 0


def test_a_text_longer_than_the_site_takes_is_refused(take):
    answer = take(HEAD + f"1,,Ana,2015-01-01,{'a' * 10_001},1\n2,,Ben,2015-01-02,{'a' * 10_000},1\n", expect=1)
    assert "line 2 was refused: it has 10,001 characters and may have 10,000" in answer.stderr
    assert answer.output.splitlines()[-1] == "1 added, 0 changed, 0 unchanged, 0 closed, 1 refused"


def test_the_time_may_stand_in_a_column_of_its_own(take):
    content = "t,u,d,h\nOne,Ana,2015-09-07,0 days 10:50:19\nTwo,Ben,07/09/2015,9:05\nThree,Cy,2015-09-07,\n"
    take(content + "Four,Dee,2015-09-07,soon\n", "body=t,author=u,date=d,time=h", expect=1)
    found = {comment.body: comment.created_at.strftime("%d %H:%M:%S") for comment in rows().values()}
    assert found == {"One": "07 09:50:19", "Two": "07 08:05:00", "Three": "06 23:00:00"}


def test_lines_of_json_come_in_too(take):
    lines = [
        json.dumps({"t": "Hello **there**", "u": 7, "d": "2020-01-01"}),
        json.dumps({"t": "Bye", "u": None, "d": "2020-01-02"}),
    ]
    take("\n".join(lines), "body=t,author=u,date=d", name="old.jsonl")
    assert sorted(comment.name for comment in rows().values()) == ["Participant 7", "Somebody"]


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        ("body=text,author=who", "does not say in which column to find date"),
        ("body=text,author=who,date=when,colour=x", "is not FIELD=COLUMN"),
        ("body=words,author=who,date=when", "has no column words"),
    ],
)
def test_a_wrong_map_is_said_before_anything_is_written(take, columns, sentence):
    answer = take(chain(2), columns, expect=1)
    assert sentence in answer.stderr
    assert rows() == {}


def test_numbers_go_on_after_comments_written_here(take, plan):
    open_thread(plan)
    make_comment(plan)
    take(chain(2))
    assert make_comment(plan).number == 4
