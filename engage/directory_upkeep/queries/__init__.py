"""Reads of the upkeep of the directory."""
