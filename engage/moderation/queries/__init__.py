"""Reads of the moderators' desk."""

from engage.moderation.queries.cards import Card, Other, Writer, card_of, cards_of, others_of
from engage.moderation.queries.decisions import LoggedDecision, decisions_on, last_decision, logged_decisions
from engage.moderation.queries.queue import (
    Filter,
    Kind,
    QueueState,
    access_item,
    access_items,
    counts,
    next_item,
    page_of_queue,
    place_of,
    publications_with_threads,
)
from engage.moderation.queries.rules import (
    ThreadLine,
    access_moderated,
    block,
    blocks_in_force,
    reason_is_used,
    threads_listed,
    times_used,
)

__all__ = [
    "Card",
    "Filter",
    "Kind",
    "LoggedDecision",
    "Other",
    "QueueState",
    "ThreadLine",
    "Writer",
    "access_item",
    "access_items",
    "access_moderated",
    "block",
    "blocks_in_force",
    "card_of",
    "cards_of",
    "counts",
    "decisions_on",
    "last_decision",
    "logged_decisions",
    "next_item",
    "others_of",
    "page_of_queue",
    "place_of",
    "publications_with_threads",
    "reason_is_used",
    "threads_listed",
    "times_used",
]
