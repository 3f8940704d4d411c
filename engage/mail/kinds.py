"""The kinds of messages that people may object to, and which messages are of each kind."""

from dataclasses import dataclass

from engage.core.messages import MessageClass


@dataclass(frozen=True)
class Kind:
    """Messages that are objected to together."""

    key: str
    label: str
    explanation: str
    message_class: MessageClass
    basis: str
    messages: frozenset[str]


CONSULTATIONS = Kind(
    "consultations",
    "When a consultation opens, is about to close, or is changed",
    "About plans that you follow, and about consultations that you answered",
    MessageClass.PUBLIC_TASK,
    "Our duty to involve people in decisions that affect them",
    frozenset({"consultation_notice"}),
)
RESULTS = Kind(
    "results",
    "When the results of a consultation are published",
    "What we heard and what we do about it",
    MessageClass.PUBLIC_TASK,
    "Our duty to tell those who took part what came of it",
    frozenset({"consultation_results"}),
)
KINDS = {kind.key: kind for kind in (CONSULTATIONS, RESULTS)}
BY_MESSAGE = {name: kind for kind in KINDS.values() for name in kind.messages}
