"""Keeping the directory right: likely doubles, merging, changing many, the yearly check, suggestions, erasing."""
