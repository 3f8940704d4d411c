"""Benchmarks: each claim of speed as a ratio to a limit or peer measured in the same run."""
