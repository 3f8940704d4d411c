"""Reads of the files of the directory."""
