"""Reads of shared drafts: who works on them, and who may be told."""

from collections.abc import Sequence

from sqlalchemy import select

from engage.accounts.models import Account
from engage.consultations.models import DraftMember, DraftPart, Submission
from engage.core.database import db


def members_of(submission_id: int) -> Sequence[tuple[DraftMember, Account]]:
    """Who works on a draft now, in the order in which they joined."""
    rows = db.session.execute(
        select(DraftMember, Account)
        .join(Account, Account.id == DraftMember.account_id)
        .where(DraftMember.submission_id == submission_id, DraftMember.left_at.is_(None))
        .order_by(DraftMember.joined_at, Account.id)
    )
    return [(member, account) for member, account in rows]


def addresses_of(submission: Submission) -> list[str]:
    """Where a respondent is written to: those who lead the draft of an organisation, or the address given."""
    leads = [
        account.email
        for member, account in members_of(submission.id)
        if member.part is DraftPart.LEAD and account.email and account.closed_at is None
    ]
    return leads or ([submission.email] if submission.email else [])
