"""Writes of the files of submissions that are made and taken in."""
