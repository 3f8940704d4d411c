"""Rules that hold or flag."""
