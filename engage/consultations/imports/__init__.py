"""Submissions of other systems: read from a table, pure."""

from engage.consultations.imports.reading import Incoming, read_row
from engage.consultations.imports.targets import FIELDS, Target, guess, targets_of
from engage.core.incoming import Row, Sheet, read_table

__all__ = ["FIELDS", "Incoming", "Row", "Sheet", "Target", "guess", "read_row", "read_table", "targets_of"]
