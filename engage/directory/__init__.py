"""Organisations that own plans and speak for themselves."""
