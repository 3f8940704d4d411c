"""Places held until an address is confirmed, where an engagement took place, the words of an invitation."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0033"
branch_labels = None
depends_on = None

STATES = ("booked", "waiting", "cancelled")


def _states_of_bookings(batch_op, *states):
    said = ", ".join(f"'{state}'" for state in states)
    batch_op.drop_constraint(batch_op.f("ck_booking_state"), type_="check")
    batch_op.create_check_constraint(batch_op.f("ck_booking_state"), f"state IN ({said})")


def upgrade():
    """Go forward."""
    with op.batch_alter_table("engagement", schema=None) as batch_op:
        batch_op.add_column(sa.Column("place", sa.Text(), server_default="", nullable=False))
    op.create_table(
        "invitation_words",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("chosen", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_invitation_words_account_id_account")),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_invitation_words_consultation_id_consultation")
        ),
        sa.PrimaryKeyConstraint("account_id", "consultation_id", name=op.f("pk_invitation_words")),
    )
    with op.batch_alter_table("booking", schema=None, table_kwargs={"sqlite_autoincrement": True}) as batch_op:
        batch_op.add_column(sa.Column("held_until", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("network", sa.Text(), server_default="", nullable=False))
        _states_of_bookings(batch_op, "unconfirmed", *STATES)
        batch_op.create_index("ix_booking_held", ["held_until"], unique=False)


def downgrade():
    """Go back."""
    op.drop_table("invitation_words")
    op.execute(
        "UPDATE public_event SET taken = taken - (SELECT count(*) FROM booking "
        "WHERE booking.event_id = public_event.engagement_id AND booking.held_until IS NOT NULL)"
    )
    op.execute("DELETE FROM booking WHERE state = 'unconfirmed'")
    with op.batch_alter_table("booking", schema=None, table_kwargs={"sqlite_autoincrement": True}) as batch_op:
        batch_op.drop_index("ix_booking_held")
        _states_of_bookings(batch_op, *STATES)
        batch_op.drop_column("network")
        batch_op.drop_column("held_until")
    with op.batch_alter_table("engagement", schema=None) as batch_op:
        batch_op.drop_column("place")
