"""The ordered list of features: each may reach only those that stand before it."""

SHELVES = (
    "taxonomy",
    "accounts",
    "directory",
    "publishing",
    "screening",
    "comments",
    "consultations",
    "engagements",
    "moderation",
    "casework",
    "mail",
    "reach",
    "search",
    "audit",
    "person",
    "site",
    "demo",
)
