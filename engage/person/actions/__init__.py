"""Writes about copies and erasures."""
