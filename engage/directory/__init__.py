"""Organisations, contacts, networks and panels: who they are, where they belong, and what their records said before."""
