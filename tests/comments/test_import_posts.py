"""Posts that are taken in put their question to the readers."""

import pytest
from click.testing import CliRunner

from engage.commands import import_group
from engage.comments import queries
from engage.core.database import db
from engage.publishing.models import Post
from tests.support.comments import make_rules
from tests.support.publishing import make_section

POST = """---
title: Nurses at your door
section: news
question: {question}
{more}---
One team.
"""


@pytest.fixture
def take_in(site, tmp_path):
    make_section()
    make_rules()

    def run(question, more="", *options, expect=0):
        (tmp_path / "nurses.md").write_text(POST.format(question=question, more=more))
        outcome = CliRunner().invoke(import_group, ["posts", str(tmp_path), *options], obj=lambda: site)
        assert outcome.exit_code == expect, outcome.output
        db.session.remove()
        return outcome

    return run


def thread():
    return queries.thread_of(db.session.query(Post).one().id)


def test_the_question_stands_above_the_comment_form(take_in, client):
    take_in("What would help you most?", "comments: open\n")
    assert thread().is_open
    words = client.get("/posts/news/nurses/").words
    assert words.index("What would help you most?") < words.index("Write a comment")


def test_it_is_kept_until_comments_open_and_changed_by_the_next_run(take_in):
    take_in("What would help?")
    assert (thread().question, thread().is_open) == ("What would help?", False)
    assert "1 unchanged" in take_in("What would help?").stdout
    assert "1 changed" in take_in("What would help you most?").stdout
    assert thread().question == "What would help you most?"


def test_a_dry_run_asks_nothing(take_in):
    take_in("What would help?", "", "--dry-run")
    assert db.session.query(Post).count() == 0


@pytest.mark.parametrize(("question", "more", "said"), [("Ok?", "comments: perhaps\n", "open"), ("x" * 501, "", "500")])
def test_what_cannot_be_is_said_by_its_file(take_in, question, more, said):
    outcome = take_in(question, more, expect=1)
    assert said in outcome.stderr
    assert "1 refused" in outcome.stdout
    assert db.session.query(Post).count() == 0
