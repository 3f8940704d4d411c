"""Reads of reach: subjects, who did what, maps, invitations."""
