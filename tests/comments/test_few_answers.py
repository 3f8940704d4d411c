"""What stands below a comment is found by its index, also where few comments are answers and statistics were taken."""

import pytest
from sqlalchemy import event, insert, select, text

from engage.comments import actions
from engage.comments.models import Comment
from engage.core.database import db, unit_of_work
from engage.core.permissions import VISITOR
from tests.support.comments import make_comment, make_rules
from tests.support.publishing import make_plan


def many_without_answers(comment, number: int = 4_000) -> None:
    with unit_of_work():
        table = Comment.__table__
        row = dict(db.session.execute(select(table).where(table.c.id == comment.id)).one()._mapping)
        for each in ("id", "number", "origin_key", "content_key"):
            row.pop(each)
        db.session.execute(insert(table), [row] * number)


def statements_of_hiding(comment) -> list[tuple[str, object]]:
    sent = []

    def note(_connection, _cursor, statement, parameters, _context, _many):
        if statement.startswith("SELECT comment.id") and "parent_id IN" in statement:
            sent.append((statement, parameters))

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        with unit_of_work():
            actions.hide_comment(VISITOR, comment=db.session.get_one(Comment, comment.id), reason=make_rules())
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return sent


@pytest.mark.parametrize("analysed", [False, True])
def test_hiding_reads_the_answers_alone(site, analysed):
    plan = make_plan()
    top = make_comment(plan, "Below this is something.")
    for number in range(6):
        make_comment(plan, f"An answer, {number}.", parent=top)
    many_without_answers(top)
    if analysed:
        with unit_of_work():
            db.session.execute(text("ANALYZE"))
    sent = statements_of_hiding(top)
    assert len(sent) == 2
    sqlite = db.engine.dialect.name == "sqlite"
    with db.engine.connect() as connection:
        for statement, parameters in sent:
            plan_lines = connection.exec_driver_sql(f"EXPLAIN {'QUERY PLAN ' if sqlite else ''}{statement}", parameters)
            said = " ".join(str(line) for line in plan_lines)
            assert "ix_comment_parent_id" in said, said
