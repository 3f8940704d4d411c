"""Representations: who may speak for an organisation of the directory."""
