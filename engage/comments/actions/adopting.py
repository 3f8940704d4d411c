"""A guest who registers later finds the earlier comments under the account."""

from engage.accounts.models import Account
from engage.comments import verbs
from engage.comments.actions.transitions import changing
from engage.comments.models import Comment
from engage.comments.own import to_adopt
from engage.core import ledger


def adopt_comments(account: Account) -> list[Comment]:
    """Give the account the confirmed comments of its address; the links that were mailed for them stay good."""
    adopted = sorted(to_adopt(account), key=lambda comment: (comment.publication_id, comment.id))
    for comment in adopted:
        with changing(comment):
            comment.account_id = account.id
        ledger.record(
            verbs.COMMENT_ADOPTED,
            subject_id=comment.id,
            actor_id=account.id,
            publication_id=comment.publication_id,
            account_id=account.id,
        )
    return adopted
