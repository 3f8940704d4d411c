"""Tests of what is held of one person."""
