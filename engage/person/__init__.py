"""All that is held of one person: given as a copy, or erased."""
