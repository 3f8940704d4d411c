"""Rules for tests; each builder is a unit of work of its own."""

from engage.accounts.models import Account
from engage.accounts.session import viewer_for
from engage.core.database import unit_of_work
from engage.screening import actions
from engage.screening.actions import Wording
from engage.screening.models import Rule, RuleAction, RuleKind
from tests.support.accounts import make_account


def make_rule(
    kind: RuleKind | str = RuleKind.WORDS,
    *,
    entries: str = "idiot",
    action: RuleAction | str = RuleAction.HOLD,
    owner: Account | None = None,
    active: bool = True,
    says: str = "It has a word in it that a moderator looks at first.",
    threshold: int | None = None,
    publication_id: int | None = None,
    title: str = "",
) -> Rule:
    """A rule that is on, unless said otherwise."""
    kind, owner = RuleKind(kind), owner or make_account(name="Rosalind Achebe", roles=["moderator"])
    wording = Wording(
        RuleAction(action),
        title or kind.label,
        "Moderators asked for it.",
        says,
        publication_id,
        threshold or (1 if kind.threshold else None),
        entries,
    )
    with unit_of_work():
        rule = actions.save_rule(viewer_for(owner), rule=None, kind=kind, owner_id=owner.id, wording=wording)
        return actions.switch_rule(viewer_for(owner), rule=rule, active=active)
