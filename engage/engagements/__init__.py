"""The log of meetings, calls, letters, events and visits, what was promised there, and the events that are public."""
