"""Writes of the upkeep of the directory."""
