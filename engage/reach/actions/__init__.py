"""Writes of reach: placing stakeholders on maps, inviting the silent, warning the officers."""
