"""Submissions as tables: pure, knows no database and no file."""

from engage.submission_data.exports.codebook import HEADINGS, codebook
from engage.submission_data.exports.columns import Cell, Column, columns_of, row_of

__all__ = ["HEADINGS", "Cell", "Column", "codebook", "columns_of", "row_of"]
