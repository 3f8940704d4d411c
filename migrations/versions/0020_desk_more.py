"""What the moderators' desk still wanted."""

from collections import Counter
from datetime import UTC

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0018"
branch_labels = None
depends_on = None

ENDS = (60, 120, 300, 600, 1200, 1800, 2700, 3600, 5400, 7200, 14400, 28800, 43200, 86400, 172800, 345600, 604800)
LONGER = 2_592_000
KEYS = ("day", "publication_id", "what", "key")
MOMENT = sa.DateTime(timezone=True)
DECISION = sa.table(
    "decision",
    sa.column("comment_id"),
    sa.column("at", MOMENT),
    sa.column("verdict"),
    sa.column("reason_key"),
    sa.column("waited"),
    sa.column("undone_at", MOMENT),
)
COMMENT = sa.table("comment", sa.column("id"), sa.column("publication_id"))
DAY_COUNT = sa.table(
    "moderation_day_count",
    sa.column("day", sa.Date),
    sa.column("publication_id"),
    sa.column("what"),
    sa.column("key"),
    sa.column("number"),
)


def upgrade():
    """Go forward."""
    op.create_table(
        "undo_step",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("done", sa.Text(), nullable=False),
        sa.Column("change", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settles_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_undo_step")),
    )
    with op.batch_alter_table("undo_step", schema=None) as batch_op:
        batch_op.create_index("ix_undo_step_account", ["account_id", "settles_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_undo_step_settles_at"), ["settles_at"], unique=False)

    op.create_table(
        "comment_marked_passage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comment.id"], name=op.f("fk_comment_marked_passage_comment_id_comment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment_marked_passage")),
    )
    with op.batch_alter_table("comment_marked_passage", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_comment_marked_passage_comment_id"), ["comment_id"], unique=False)

    with op.batch_alter_table("desk_watch", schema=None) as batch_op:
        batch_op.add_column(sa.Column("late_before", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("soon_before", sa.DateTime(timezone=True), nullable=True))

    op.drop_index("ix_comment_parent_id", table_name="comment")
    answers = sa.text("parent_id IS NOT NULL")
    op.create_index("ix_comment_parent_id", "comment", ["parent_id"], sqlite_where=answers, postgresql_where=answers)
    count_decisions_again()


def count_decisions_again():
    """Count what was decided on each day, also on days before that was counted."""
    bind, zone = op.get_bind(), op.get_context().config.attributes["time_zone"]
    decided = sa.select(
        DECISION.c.at, DECISION.c.verdict, DECISION.c.reason_key, DECISION.c.waited, COMMENT.c.publication_id
    ).join(COMMENT, COMMENT.c.id == DECISION.c.comment_id)
    counts = Counter()
    # The option belongs to the statement: on the connection it would make a cursor of what follows too.
    standing = decided.where(DECISION.c.undone_at.is_(None)).execution_options(yield_per=1000)
    for at, verdict, reason_key, waited, publication_id in bind.execute(standing):
        day = (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(zone).date()
        found = [("verdict", verdict), ("reason", reason_key), ("waited", span_of(waited))]
        counts.update((day, publication_id, what, key) for what, key in found if key is not None)
    bind.execute(DAY_COUNT.delete())
    rows = [dict(zip(KEYS, key, strict=True), number=number) for key, number in counts.items()]
    for start in range(0, len(rows), 500):
        bind.execute(DAY_COUNT.insert(), rows[start : start + 500])


def span_of(seconds):
    """The span that so many seconds fall into, named by its upper end."""
    return None if seconds is None else str(next((end for end in ENDS if seconds < end), LONGER))


def downgrade():
    """Go back."""
    op.drop_index("ix_comment_parent_id", table_name="comment")
    op.create_index("ix_comment_parent_id", "comment", ["parent_id"])
    with op.batch_alter_table("desk_watch", schema=None) as batch_op:
        batch_op.drop_column("soon_before")
        batch_op.drop_column("late_before")

    with op.batch_alter_table("comment_marked_passage", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_comment_marked_passage_comment_id"))

    op.drop_table("comment_marked_passage")
    with op.batch_alter_table("undo_step", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_undo_step_settles_at"))
        batch_op.drop_index("ix_undo_step_account")

    op.drop_table("undo_step")
