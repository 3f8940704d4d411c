"""Real processes that die, and what must be left afterwards."""
