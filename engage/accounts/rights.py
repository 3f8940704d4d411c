"""Permissions about accounts."""

from engage.core.permissions import declare

MANAGE = declare("accounts:account:manage", "See accounts, grant and revoke roles, end sessions and close accounts.")
