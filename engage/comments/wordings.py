"""Reads of what moderators did with the wordings of a comment: for its writer and for moderators."""

from dataclasses import dataclass

from engage.comments import queries
from engage.comments.models import Reason
from engage.core.text import plain_comment


@dataclass(frozen=True)
class BlackedOut:
    """Words that a moderator blacked out, with the rule; `stands` says whether they are in the wording at hand."""

    words: str
    reason: Reason | None
    stands: bool


def blacked_out(comment_id: int, revision: int) -> list[BlackedOut]:
    """What was blacked out in any wording of a comment, as seen from one: for its writer and for moderators."""
    rows = queries.redactions(comment_id)
    if not rows:
        return []
    bodies = {kept.number: kept.body for kept in queries.wordings(comment_id)}
    why = {found.key: found for found in queries.reasons(active=False)}
    found: dict[str, BlackedOut] = {}
    for row in sorted(rows, key=lambda row: row.revision != revision):
        words = plain_comment(bodies[row.revision][row.start : row.end])
        found.setdefault(words.casefold(), BlackedOut(words, why.get(row.reason_key), row.revision == revision))
    return list(found.values())
