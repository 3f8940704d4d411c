"""Writes of engagements: the log, who took part, what was promised, files."""

from engage.engagements.actions.filing import add_file, remove_file
from engage.engagements.actions.logging import Noted, StaleEngagement, change_engagement, log_engagement, take_for
from engage.engagements.actions.parties import GONE, add_party, remove_party
from engage.engagements.actions.promising import change_promise, keep_promise, make_promise, reopen_promise

__all__ = [
    "GONE",
    "Noted",
    "StaleEngagement",
    "add_file",
    "add_party",
    "change_engagement",
    "change_promise",
    "keep_promise",
    "log_engagement",
    "make_promise",
    "remove_file",
    "remove_party",
    "reopen_promise",
    "take_for",
]
