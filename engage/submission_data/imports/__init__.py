"""Submissions of other systems: read from a table, pure."""

from engage.core.incoming import Row, Sheet, read_table
from engage.submission_data.imports.reading import Incoming, read_row
from engage.submission_data.imports.targets import FIELDS, Target, guess, targets_of

__all__ = ["FIELDS", "Incoming", "Row", "Sheet", "Target", "guess", "read_row", "read_table", "targets_of"]
