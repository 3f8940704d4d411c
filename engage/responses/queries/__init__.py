"""Reads of published responses."""
