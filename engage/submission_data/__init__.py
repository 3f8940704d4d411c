"""Submissions as data: files that are made of them, files that are taken in, and the trial before a launch."""
