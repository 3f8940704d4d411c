"""`engage init`."""

from engage.site.first_run import init

COMMANDS = [("", init)]
