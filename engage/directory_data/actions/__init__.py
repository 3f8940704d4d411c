"""Writes of the files of the directory."""
