"""Writes of the rules that hold or flag."""

from dataclasses import dataclass

from engage.core import cache, clock, ledger
from engage.core.database import db
from engage.core.errors import Refused
from engage.core.permissions import Viewer
from engage.core.text import clean_line, clean_text, is_blank
from engage.screening import queries, verbs
from engage.screening.models import Rule, RuleAction, RuleKind
from engage.screening.wordlists import LONGEST_ENTRY, MOST_ENTRIES, entry_of


@dataclass(frozen=True)
class Wording:
    """What a rule says and looks for."""

    action: RuleAction
    title: str
    reason: str
    says: str
    publication_id: int | None = None
    threshold: int | None = None
    entries: str = ""


def save_rule(actor: Viewer, *, rule: Rule | None, kind: RuleKind, owner_id: int, wording: Wording) -> Rule:
    """Write a rule, or change one; a new one is off, so that it can be rehearsed before it holds anything."""
    now = clock.now()
    entries = _entries(kind, wording.entries)
    for field, value in (("title", wording.title), ("reason", wording.reason), ("says", wording.says)):
        if is_blank(value):
            raise Refused("Fill this in.", field)
    if kind.threshold and (wording.threshold is None or wording.threshold < 1):
        raise Refused("Enter a number from 1 up.", "threshold")
    if rule is None:
        rule = Rule(kind=kind, active=False, created_at=now)
        db.session.add(rule)
    rule.action, rule.owner_id, rule.publication_id = wording.action, owner_id, wording.publication_id
    rule.title, rule.reason, rule.says = clean_line(wording.title), clean_text(wording.reason), clean_text(wording.says)
    rule.threshold, rule.entries = wording.threshold if kind.threshold else None, "\n".join(entries)
    rule.updated_at = now
    db.session.flush()
    ledger.record(
        verbs.RULE_SAVED,
        subject_id=rule.id,
        actor_id=actor.account_id,
        kind=kind.value,
        action=rule.action.value,
        active=rule.active,
        entries=len(entries),
        publication_id=rule.publication_id,
        threshold=rule.threshold,
    )
    cache.bump(queries.SCOPE)
    return rule


def switch_rule(actor: Viewer, *, rule: Rule, active: bool) -> Rule:
    """Switch a rule on or off; every process obeys from the next comment on."""
    if rule.active is not active:
        rule.active, rule.updated_at = active, clock.now()
        ledger.record(verbs.RULE_SWITCHED, subject_id=rule.id, actor_id=actor.account_id, active=active)
        cache.bump(queries.SCOPE)
    return rule


def _entries(kind: RuleKind, typed: str) -> list[str]:
    if not kind.has_entries:
        return []
    lines = list(dict.fromkeys(line for line in map(clean_line, clean_text(typed).splitlines()) if line))
    if not lines:
        raise Refused("Enter at least one word or phrase, each on a line of its own.", "entries")
    if len(lines) > MOST_ENTRIES:
        raise Refused(f"A list can have {MOST_ENTRIES:,} lines. This one has {len(lines):,}.", "entries")
    for line in lines:
        if entry_of(0, line) is None:
            raise Refused(
                f"“{line[:60]}” cannot be looked for. A line needs letters or figures, {LONGEST_ENTRY} at most.",
                "entries",
            )
    return lines
