"""The staff's pages of engagements."""

from engage.engagements import beside_contacts, views_bookings, views_events, views_log, views_parts, views_promises
from engage.engagements.blueprint import staff as blueprint

__all__ = [
    "beside_contacts",
    "blueprint",
    "views_bookings",
    "views_events",
    "views_log",
    "views_parts",
    "views_promises",
]
