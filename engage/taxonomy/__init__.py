"""Areas and topics: where, and about what."""
