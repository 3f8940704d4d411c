"""Writes of casework."""

from engage.casework.actions.appeals import appeal_comment, settle_appeal

__all__ = ["appeal_comment", "settle_appeal"]
