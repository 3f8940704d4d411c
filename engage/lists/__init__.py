"""Saved lists of stakeholders: whom a filter means now, and who of those would be written to."""
