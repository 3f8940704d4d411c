"""Writes of published responses."""
