"""Writes of casework."""

from engage.casework.actions.appeals import appeal_comment, settle_appeal
from engage.casework.actions.rehearsing import LEASE, rehearse_further, start_rehearsal, terms_to_rehearse

__all__ = [
    "LEASE",
    "appeal_comment",
    "rehearse_further",
    "settle_appeal",
    "start_rehearsal",
    "terms_to_rehearse",
]
