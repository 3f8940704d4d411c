"""Permissions about the record."""

from engage.core.permissions import declare

READ = declare("audit:ledger:read", "Read the ledger.")
