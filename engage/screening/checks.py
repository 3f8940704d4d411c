"""Checking one text against all rules: pure, and linear in the length of the text."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from engage.screening import personal, shapes
from engage.screening.models import RuleAction, RuleKind
from engage.screening.wordlists import MOST_MARKS, Span, WordLists, joined


@dataclass(frozen=True)
class Terms:
    """A rule, apart from the database."""

    id: int
    kind: RuleKind
    action: RuleAction
    title: str
    says: str
    publication_id: int | None = None
    threshold: int | None = None
    entries: tuple[str, ...] = ()

    def covers(self, publication_id: int | None) -> bool:
        """Whether the rule is for a publication."""
        return self.publication_id is None or self.publication_id == publication_id

    @property
    def least(self) -> int:
        """From how many on the rule applies."""
        return self.threshold or 1


@dataclass(frozen=True)
class Finding:
    """What a rule found: for the moderator its label and where, for the writer plain words."""

    rule_id: int | None
    source: str
    action: RuleAction
    label: str
    says: str
    spans: list[Span] = field(default_factory=list)


@dataclass(frozen=True)
class Flood:
    """From how many comments a minute, of one source or in all, a thread slows down: how far and how long (minutes)."""

    source: int
    thread: int
    minutes: int
    lasts: int


USUAL_FLOOD = Flood(10, 120, 5, 60)


@dataclass(frozen=True)
class Compiled:
    """All rules that are on, ready to be used; `version` is that of the rules in the database."""

    rules: tuple[Terms, ...]
    lists: WordLists
    version: int = 0
    flood: Flood = USUAL_FLOOD

    @classmethod
    def of(cls, rules: Iterable[Terms], version: int = 0, flood: Flood = USUAL_FLOOD) -> "Compiled":
        """Compile rules."""
        kept = tuple(rules)
        lists = WordLists((rule.id, rule.entries) for rule in kept if rule.kind.has_entries)
        return cls(kept, lists, version, flood)

    def about_the_writer(self, publication_id: int) -> list[Terms]:
        """The rules that ask who writes and what was written before."""
        return [rule for rule in self.rules if rule.kind in ASK_MORE and rule.covers(publication_id)]


ASK_MORE = frozenset({RuleKind.REPEATED, RuleKind.FIRST_COMMENT, RuleKind.NEW_ACCOUNT})


def found_by(rule: Terms, label: str, spans: Iterable[Span] = ()) -> Finding:
    """What a rule found, in its words."""
    return Finding(rule.id, rule.kind.value, rule.action, label, rule.says, joined(spans)[:MOST_MARKS])


def screen(text: str, compiled: Compiled, publication_id: int | None = None) -> list[Finding]:
    """What the rules that look at the words alone find in a text."""
    listed = compiled.lists.find(text)
    found = []
    for rule in compiled.rules:
        if not rule.covers(publication_id):
            continue
        if rule.kind.has_entries:
            spans = listed.get(rule.id)
            finding = found_by(rule, f"{rule.title}: {_shown(text, spans)}", spans) if spans else None
        else:
            check = _BY_SHAPE.get(rule.kind)
            finding = check(rule, text) if check else None
        if finding is not None:
            found.append(finding)
    return found


def _shown(text: str, spans: list[Span]) -> str:
    words = dict.fromkeys(" ".join(text[start:end].split())[:40] for start, end in spans)
    listed = [f"“{word}”" for word in words][:3]
    return ", ".join(listed) + (" …" if len(words) > len(listed) else "")


def _links(rule: Terms, text: str) -> Finding | None:
    spans = shapes.links(text)
    many = "1 link" if len(spans) == 1 else f"{len(spans)} links"
    return found_by(rule, f"{rule.title}: {many}", spans) if len(spans) >= rule.least else None


def _capitals(rule: Terms, text: str) -> Finding | None:
    share = shapes.share_of_capitals(text)
    return found_by(rule, f"{rule.title}: {share}% capitals") if share >= rule.least else None


def _personal_data(rule: Terms, text: str) -> Finding | None:
    spans, what = [], []
    for name, look in PERSONAL_DATA.items():
        here = look(text)
        if here:
            spans += here
            what.append(name)
    return found_by(rule, f"{rule.title}: {', '.join(what)}", spans) if spans else None


PERSONAL_DATA: dict[str, Callable[[str], list[Span]]] = {
    "telephone number": personal.telephone_numbers,
    "NHS number": personal.nhs_numbers,
    "address": personal.addresses,
    "email address": personal.email_addresses,
}
_BY_SHAPE: dict[RuleKind, Callable[[Terms, str], Finding | None]] = {
    RuleKind.LINKS: _links,
    RuleKind.CAPITALS: _capitals,
    RuleKind.PERSONAL_DATA: _personal_data,
}
