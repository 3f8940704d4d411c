"""One decision about several comments of the queue at once."""

from collections.abc import Mapping
from dataclasses import dataclass

from engage.comments.models import Reason
from engage.core.errors import Refused
from engage.core.permissions import Viewer
from engage.moderation import queries
from engage.moderation.actions.deciding import NEEDS_REASON, Read, decide
from engage.moderation.models import Verdict

AT_ONCE = 50


@dataclass(frozen=True)
class BulkResult:
    """How many comments were decided about, and of each other one why not."""

    done: int
    left: tuple[str, ...]


def decide_together(
    actor: Viewer, *, read: Mapping[int, Read], verdict: Verdict, reason: Reason | None = None
) -> BulkResult:
    """Approve or reject the comments that were read; one that changed meanwhile is left as it is, and said."""
    if not read:
        raise Refused("Choose at least one comment.")
    if len(read) > AT_ONCE:
        raise Refused(f"Choose {AT_ONCE} comments or fewer. You chose {len(read)}.")
    if verdict in NEEDS_REASON and reason is None:
        raise Refused("Choose a reason. Each writer is told which rule the comment breaks.", "reason")
    done, left = 0, []
    found = queries.access_items(actor, read)
    for comment in found:
        try:
            decide(actor, comment=comment, verdict=verdict, read=read[comment.id], reason=reason)
            done += 1
        except Refused as refusal:
            left.append(f"By {comment.name}: {refusal.sentence}")
    if len(found) < len(read):
        left.append("Some are no longer there.")
    return BulkResult(done, tuple(left))
