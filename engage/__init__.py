"""Engage: stakeholder engagement and consultation for public bodies."""
